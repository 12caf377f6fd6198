package import Diagnostics

/// How far a long computation has come, how fast it goes and how long it will still take.
package struct ProgressText: Sendable {
  /// Of `total`, those that were done before this process among them.
  var finished: Int
  var total: Int
  /// By this process, in so many seconds.
  var evaluated: Int
  var seconds: Double

  package init(finished: Int, total: Int, evaluated: Int, seconds: Double) {
    self.finished = finished
    self.total = total
    self.evaluated = evaluated
    self.seconds = seconds
  }

  private var percent: Int { total == 0 ? 100 : finished * 100 / total }

  /// Points a second; nil before there are any.
  private var rate: Double? { evaluated > 0 && seconds > 0 ? Double(evaluated) / seconds : nil }

  /// `40%, 400 of 1,000 points, 120 a second, 5 s left`
  package func line(in language: Language) -> String {
    let (done, all) = (Decimal.grouped(finished), Decimal.grouped(total))
    var parts = [
      Message("\(percent)%", zh: "\(percent)%"),
      Message("\(done) of \(all) points", zh: "\(all) 个点中的 \(done) 个"),
    ]
    if let rate {
      let speed = Self.speed(rate)
      parts.append(Message("\(speed) a second", zh: "每秒 \(speed) 个"))
      if finished < total {
        let left = Self.duration(Double(total - finished) / rate)
        parts.append(
          Message("\(left.english) left", zh: "剩余 \(left.chinese)"))
      }
    }
    return parts.map { $0.text(in: language) }.joined(separator: language == .chinese ? "," : ", ")
  }

  /// `[######      ] 40%, …` in exactly so many columns, less the last, which would wrap; on a narrow
  /// terminal without the bar, or nothing but the percentage.
  package func bar(width: Int, in language: Language) -> String {
    let text = " " + line(in: language)
    let room = width - 1 - text.displayWidth - 2
    guard room >= 10 else {
      let line = line(in: language)
      return (line.displayWidth < width ? line : "\(percent)%")
        .padded(to: max(0, width - 1), alignment: .left)
    }
    let cells = min(room, 40)
    let filled = total == 0 ? cells : finished * cells / total
    let bar =
      "[" + String(repeating: "#", count: filled) + String(repeating: " ", count: cells - filled)
      + "]"
    return (bar + text).padded(to: width - 1, alignment: .left)
  }

  /// Three digits are enough.
  private static func speed(_ rate: Double) -> String {
    if rate >= 10 { return Decimal.grouped(Int64(min(rate, 1e15).rounded())) }
    let tenths = Int64((rate * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }

  private static func duration(_ seconds: Double) -> Message {
    let whole = Int64(min(seconds, 1e12).rounded(.up))
    if whole < 90 { return Message("\(whole) s", zh: "\(whole) 秒") }
    if whole < 90 * 60 {
      let minutes = (whole + 59) / 60
      return Message("\(minutes) min", zh: "\(minutes) 分钟")
    }
    let hours = (whole + 3599) / 3600
    return Message("\(Decimal.grouped(hours)) h", zh: "\(Decimal.grouped(hours)) 小时")
  }
}
