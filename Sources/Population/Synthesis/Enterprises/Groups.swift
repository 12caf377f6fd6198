/// Companies that consolidate: runs of neighbouring companies of the register.
struct Groups {
  private(set) var column = TextColumn()
  /// As `Register.subjects`.
  private(set) var subjects: [Int32] = []
  private(set) var subjectCount = 0

  init(count: Int, isCompany: [Bool], share: Double, largest: Int, stream: RandomStream) {
    // A group begins so often that the share of grouped companies comes out: with groups of m
    // companies on average, p m / (p m + 1 − p) = share.
    let mean = Double(2 + largest) / 2
    let chance = share <= 0 ? 0 : share / (mean * (1 - share) + share)
    var wanted = 0
    var group = 0
    var code: Int32 = 0
    var subject: Int32 = 0
    var codes: [Int32] = []
    var values: [String] = []
    var blank: Int32 = -1
    codes.reserveCapacity(count)
    subjects.reserveCapacity(count)
    let companies = isCompany.count { $0 }
    let width = String(max(1, companies / 2)).utf8.count
    var companiesLeft = companies
    for row in 0..<count {
      if isCompany[row] {
        if wanted == 0, companiesLeft >= 2 {
          let (first, second) = stream.uniforms(row)
          if first < chance {
            wanted = min(2 + Int(second * Double(largest - 1)), companiesLeft)
            code = Int32(values.count)
            group += 1
            subject = Int32(subjectCount)
            subjectCount += 1
            values.append(
              String(decoding: paddedIdentifier("G", group, width: width), as: UTF8.self))
          }
        }
        companiesLeft -= 1
        if wanted > 0 {
          wanted -= 1
          codes.append(code)
          subjects.append(subject)
          continue
        }
      }
      if blank < 0 {
        blank = Int32(values.count)
        values.append("")
      }
      codes.append(blank)
      subjects.append(Int32(subjectCount))
      subjectCount += 1
    }
    column = TextColumn(codes: codes, values: values)
  }
}
