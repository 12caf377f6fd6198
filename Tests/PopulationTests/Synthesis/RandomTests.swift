import Population
import Testing

@Suite("Random draws")
struct RandomTests {
  /// `kat_vectors` of the Random123 library: philox4x32, 10 rounds.
  @Test(arguments: [
    (
      SIMD4<UInt32>(0, 0, 0, 0), SIMD2<UInt32>(0, 0),
      SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
    ),
    (
      SIMD4<UInt32>(repeating: 0xffff_ffff), SIMD2<UInt32>(repeating: 0xffff_ffff),
      SIMD4<UInt32>(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
    ),
    (
      SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
      SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
      SIMD4<UInt32>(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
    ),
  ])
  func philoxGivesThePublishedAnswers(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>, expected: SIMD4<UInt32>
  ) {
    #expect(Philox(key: (key[0], key[1])).block(counter) == expected)
  }

  /// Quantiles to 20 figures from arithmetic of 40.
  @Test(arguments: [
    (0.5, 0), (0.25, -0.6744897501960817432), (0.75, 0.6744897501960817432),
    (0.001, -3.0902323061678135354), (0.999, 3.0902323061678132778),
    (0.9, 1.2815515655446005935), (0.075, -1.4395314709384559349),
    (0.925, 1.4395314709384562291), (0.0749999, -1.4395321773759005864),
    (1e-10, -6.3613409024040561991), (1e-6, -4.7534243088228989573),
    (0x1p-53, -8.2095361516013868556), (0.3, -0.52440051270804081597),
    (1e-12, -7.0344838253011319326),
  ])
  func inverseNormalHasSixteenFigures(p: Double, quantile: Double) {
    #expect((inverseNormal(p) - quantile).magnitude <= 1e-15 * max(1, quantile.magnitude))
  }

  @Test(arguments: [
    (0.1, 1.1051709180756476309), (1, 2.7182818284590452354), (-1, 0.3678794411714423216),
    (10, 22026.465794806716517), (-10.5, 0.000027536449349747157857),
    (100.25, 3.4516107331259239871e43), (-300, 5.1482002224120137812e-131),
    (700, 1.0142320547350045095e304), (0.3465, 1.4141094938303624151), (0, 1),
  ])
  func exponentialIsWithinTwoUnits(x: Double, value: Double) {
    #expect((portableExp(x) - value).magnitude <= 2 * value.ulp)
  }

  @Test(arguments: [
    (0.1, -2.3025850929940456285), (1, 0), (2, 0.69314718055994530942),
    (1e-300, -690.77552789821370518), (12345.678, 9.4210613212918319671),
    (0.9999, -0.00010000500033334732082), (1.4142135, 0.34657354617553321816),
    (1e300, 690.77552789821370526),
  ])
  func logarithmIsWithinTwoUnits(x: Double, value: Double) {
    #expect((portableLog(x) - value).magnitude <= 2 * value.ulp)
  }
}
