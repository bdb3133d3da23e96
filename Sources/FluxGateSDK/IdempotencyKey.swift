/// A name for one event or call that no other has, the same for all attempts at it.
package func newIdempotencyKey() -> String {
    var random = SystemRandomNumberGenerator()
    return "fluxgate-\(String(random.next(), radix: 16))\(String(random.next(), radix: 16))"
}
