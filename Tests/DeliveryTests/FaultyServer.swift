extension FakeFluxGate.Reaction {
    /// One request in `one` goes wrong, in one of the ways in which requests do; the rest is accepted.
    static func atRandom(_ request: FakeFluxGate.Request, faultIn one: UInt64) -> FakeFluxGate.Reaction {
        // Which ones go wrong depends on the order of arrival alone.
        var bits = UInt64(request.number) &* 0x9E37_79B9_7F4A_7C15
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits ^= bits >> 31
        // Slow enough for twenty kills to come before all is sent, on any machine.
        guard bits % one == 0 else { return .acceptAfter(.milliseconds(40)) }
        switch bits / one % 9 {
        case 0: return .reset
        case 1: return .answer(status: 429, retryAfter: "1")
        case 2: return .answer(status: 500)
        case 3: return .answer(status: 503, body: "<html>down</html>")
        case 4: return .acceptAfter(.milliseconds(500))
        case 5: return .acceptWithGarbage
        case 6: return .logInPage
        case 7: return .hang
        default: return .acceptAndHangUp
        }
    }
}
