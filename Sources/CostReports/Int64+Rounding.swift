extension Int64 {
    /// The nearest number with at most `digits` digits that are not trailing zeros; halves go up. For numbers that are not negative.
    func roundedToSignificantDigits(_ digits: Int) -> Int64 {
        var step: Int64 = 1
        var rest = self
        var limit: Int64 = 1
        for _ in 0..<digits { limit *= 10 }
        while rest >= limit {
            rest /= 10
            step *= 10
        }
        let (quotient, remainder) = quotientAndRemainder(dividingBy: step)
        return (remainder * 2 >= step && step > 1 ? quotient + 1 : quotient) * step
    }
}
