import CEmbeddedFiles

/// A file of this package that was built into the executable.
enum EmbeddedFile {
    /// The bytes of the built-in price book.
    static var prices: [UInt8] {
        // The C side promises a constant array of that length, which lives as long as the process.
        unsafe Array(UnsafeBufferPointer(start: fluxgate_prices, count: fluxgate_prices_length))
    }
}
