/// Names that nobody bears: a brand of invented characters, told apart by the row.
struct InventedNames {
  /// Characters that firms like in their names; a prime count, so that the steps below reach all.
  private static let characters = Array(
    "恒泰昌盛华瑞丰盈嘉禾宏远德信诚达兴旺隆顺康宁博雅卓越启明晨曦新锐佳美金源银海天蓝江河湖山川石林森木火阳光辉星月云飞腾龙凤鸣翔鹏程万里百千一二三五八正大中和平安福禄寿喜吉祥如意永久长春秋实秀丽清风"
  )
  private static let surnames = Array("陈王张李徐胡周沈杨孙罗岑邵叶黄许马高施陆方戚余史")

  private let prefix: String
  private let length: Int
  private let count: Int

  init(prefix: String, rows: Int) {
    self.prefix = prefix
    var length = 2
    var count = Self.characters.count * Self.characters.count
    while count < rows {
      length += 1
      count *= Self.characters.count
    }
    self.length = length
    self.count = count
  }

  /// Distinct for distinct rows: the multiplier has no factor in common with the number of brands,
  /// so the map from row to brand is one to one.
  private func brand(_ row: Int) -> String {
    var number = row &* 611_953 % count
    var brand = ""
    for _ in 0..<length {
      brand.append(Self.characters[number % Self.characters.count])
      number /= Self.characters.count
    }
    return brand
  }

  func enterprise(_ row: Int, industry: String, suffix: String) -> String {
    prefix + brand(row) + industry + suffix
  }

  func person(_ row: Int) -> String {
    String(Self.surnames[row % Self.surnames.count]) + brand(row)
  }
}
