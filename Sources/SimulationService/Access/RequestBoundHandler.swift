import NIOCore
import NIOHPACK
import NIOHTTP2

/// Refuses a message that announces more bytes than the server takes, before they are read.
///
/// The transport has a bound of its own, on which it resets the stream: its caller is told nothing. This
/// handler stands before it on every stream and answers with RESOURCE_EXHAUSTED.
final class RequestBoundHandler: ChannelDuplexHandler {
  typealias InboundIn = HTTP2Frame.FramePayload
  typealias InboundOut = HTTP2Frame.FramePayload
  typealias OutboundIn = HTTP2Frame.FramePayload
  typealias OutboundOut = HTTP2Frame.FramePayload

  /// A flag of a byte and a length of four.
  private static let prefixSize = 5

  private let most: Int
  /// What has come of the next message's prefix.
  private var prefix: [UInt8] = []
  /// Bytes of the announced message that are still to come.
  private var remaining = 0
  private var hasAnswered = false
  private var isRefused = false

  private init(most: Int) { self.most = most }

  /// Puts one before all that reads a stream.
  static func add(to channel: any Channel, most: Int) -> EventLoopFuture<Void> {
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(
        RequestBoundHandler(most: most), position: .first)
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isRefused { return }
    if case .data(let frame) = unwrapInboundIn(data), case .byteBuffer(let bytes) = frame.data,
      let size = tooLarge(in: bytes)
    {
      refuse(size, context)
    } else {
      context.fireChannelRead(data)
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if isRefused {
      promise?.fail(ChannelError.outputClosed)
      return
    }
    if case .headers = unwrapOutboundIn(data) { hasAnswered = true }
    context.write(data, promise: promise)
  }

  /// The size that a message announces, if one that begins in these bytes is too large.
  private func tooLarge(in bytes: ByteBuffer) -> Int? {
    var bytes = bytes
    while bytes.readableBytes > 0 {
      if remaining > 0 {
        let count = min(remaining, bytes.readableBytes)
        bytes.moveReaderIndex(forwardBy: count)
        remaining -= count
        continue
      }
      let wanted = Self.prefixSize - prefix.count
      prefix += bytes.readBytes(length: min(wanted, bytes.readableBytes)) ?? []
      if prefix.count < Self.prefixSize { return nil }
      remaining = prefix.dropFirst().reduce(0) { $0 << 8 | Int($1) }
      prefix = []
      if remaining > most { return remaining }
    }
    return nil
  }

  private func refuse(_ size: Int, _ context: ChannelHandlerContext) {
    isRefused = true
    var headers = HPACKHeaders()
    if !hasAnswered {
      headers.add(name: ":status", value: "200")
      headers.add(name: "content-type", value: "application/grpc")
    }
    headers.add(name: "grpc-status", value: "8")
    headers.add(
      name: "grpc-message",
      value: "a message has \(size) bytes; this server takes \(most) (--request-bytes)")
    context.write(
      wrapOutboundOut(.headers(.init(headers: headers, endStream: true))), promise: nil)
    // The answer is complete: the caller need not send the rest.
    context.writeAndFlush(wrapOutboundOut(.rstStream(.noError)), promise: nil)
    context.close(promise: nil)
  }
}
