import Testing
import TrafficModel

@Suite struct MoneyTests {
    @Test(arguments: [
        ("0", "0"), ("12", "12"), ("0.125", "0.125"), ("-0.50", "-0.5"), ("9.1e-05", "0.000091"), ("1E2", "100"), ("1.50e+1", "15"),
        ("0.000000000000000001", "0.000000000000000001"), ("1.10000000000000000000000000000000000000000000", "1.1"),
        ("170141183460469231731", "170141183460469231731"), ("0e999999", "0"),
    ])
    func readsDecimalTextExactly(text: String, exact: String) {
        #expect(Money(text)?.exactText == exact)
    }

    @Test(arguments: ["", "-", ".", "1.", ".5", "1e", "1e+", "abc", "1,5", "0x1", "1 ", " 1", "NaN", "inf", "--1",
        "0.0000000000000000001", "1e-19", "170141183460469231732", "99999999999999999999999999999999999999999", "1e21"])
    func refusesWhatIsInexactOrNoNumber(text: String) {
        #expect(Money(text) == nil)
    }

    @Test func reportedAmountsDropNoise() {
        #expect(Money(reported: "0.0012000000000000000249".utf8)?.exactText == "0.0012")
        #expect(Money(reported: "0.0000000000000000005".utf8)?.exactText == "0.000000000000000001")
        #expect(Money(reported: "1e-400".utf8)?.exactText == "0")
    }

    @Test func tokensTimesPriceIsExact() {
        // C63: 1 × 0.1 + 1 × 0.3 per million, three times.
        let call = Money("0.1")!.multiplied(by: 1, dividedBy: 1_000_000)!.adding(Money("0.3")!.multiplied(by: 1, dividedBy: 1_000_000)!)!
        #expect(call.exactText == "0.0000004")
        #expect(call.adding(call)!.adding(call)!.exactText == "0.0000012")
        #expect(Money("0.0045")!.multiplied(by: 37, dividedBy: 60)?.exactText == "0.002775")
    }

    @Test func inexactOrOutOfRangeIsNil() {
        #expect(Money("1")!.multiplied(by: 1, dividedBy: 3) == nil)
        #expect(Money("170141183460469231731")!.multiplied(by: 2) == nil)
        #expect(Money("170141183460469231731")!.adding(Money("1")!) == nil)
        #expect(Money("-170141183460469231731")!.subtracting(Money("1")!) == nil)
    }

    @Test func scalesByDecimalFactors() {
        #expect(Money("4.125")!.scaled(by: Money("1.1")!)?.exactText == "4.5375")
        #expect(Money("1000000000")!.scaled(by: Money("0.5")!)?.exactText == "500000000")
        #expect(Money("0.000000000000000001")!.scaled(by: Money("0.5")!) == nil)
    }

    @Test(arguments: [("0.005", 2, "0.01"), ("0.0049", 2, "0.00"), ("-0.005", 2, "-0.01"), ("12", 2, "12.00"), ("1.999", 2, "2.00"), ("0.5", 0, "1")])
    func roundsOnlyForPrinting(text: String, decimals: Int, shown: String) {
        #expect(Money(text)!.text(roundedToDecimals: decimals) == shown)
    }

    @Test func roundingNeverLeavesTheRange() {
        #expect(Money(quintillionths: .max).text(roundedToDecimals: 2) == "170141183460469231731.68")
        #expect(Money(quintillionths: .min).text(roundedToDecimals: 2) == "-170141183460469231731.68")
    }
}
