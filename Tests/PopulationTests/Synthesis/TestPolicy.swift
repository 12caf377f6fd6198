import Foundation
import PolicyCatalogue

/// A policy of two measures that no scenario describes.
enum TestPolicy {
  static func make() throws -> Policy {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "outlay-policy-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try policy.write(
      to: directory.appending(path: "policy.yaml"), atomically: true, encoding: .utf8)
    try chapter.write(
      to: directory.appending(path: "chapter-1.yaml"), atomically: true, encoding: .utf8)
    return try Policy.load(directory: directory.path)
  }

  private static let policy = """
    policy: test-2026
    title: {zh: 试, en: Test}
    source: 试〔2026〕1号
    valid: {from: 2026-01-01, to: 2026-12-31}
    chapters: [chapter-1.yaml]
    register:
      employees: {type: count, optional: true}

    """

  private static let chapter = """
    chapter: chapter-1
    title: {zh: 章, en: Chapter}
    measures:
      - id: new-machines
        article: 1
        item: 1
        shape: rate
        title: {zh: 新购设备, en: New machines}
        inputs:
          machines_yuan: money
          returning: flag
        conditions:
          threshold: machines_yuan >= 100万元
          not_returning: not returning
        award: {rate: 4%, of: machines_yuan, cap: 50万元}
      - id: rent
        article: 2
        item: 1
        shape: tier
        title: {zh: 租金, en: Rent}
        inputs:
          rent_yuan: money
          support_year: count
          level: [national, provincial, municipal]
          prior_level: ['', national, provincial, municipal]
        conditions:
          last_year: support_year <= 3
        award:
          by: level
          tiers: {national: 30万元, provincial: 20万元, municipal: 10万元}
        ladder: {level: level, prior: prior_level}

    """
}
