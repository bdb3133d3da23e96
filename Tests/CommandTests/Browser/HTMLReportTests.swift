import Foundation
import TestSupport
import Testing

/// The HTML report in a real browser.
@Suite(.enabled(if: Chromium.path != nil, "no Chromium found; install one with: apt-get install chromium"), .timeLimit(.minutes(2)))
struct HTMLReportTests {
    /// Names that would be markup, attributes, template tags or hidden, were they not escaped.
    private static let hostile = [
        "<script>alert(1)</script>", #""><img src=x onerror=alert(2)>"#, "\"\u{301} onmouseover=\"alert(3)\" x=\"\u{301}", "'\u{301} autofocus onfocus='alert(4)'",
        "<\u{301}svg/onload=alert(5)>", "</style></script><script>alert(6)</script>", "{{{script}}}", "a\u{202E}b\u{0}c", "&lt;b&gt;", String(repeating: "x", count: 600),
    ]

    /// Opens the report on some calls in a browser.
    private func withReport(
        _ calls: [[String: Any]], _ arguments: [String] = [], files: [String: String] = [:], _ body: (BrowserPage) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        let lines = try calls.map { String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self) }
        try folder.write(lines.joined(separator: "\n") + "\n", to: "log.jsonl")
        let outcome = try await Fluxgate.run(["report", "log.jsonl", "--format", "html", "--output", "report.html"] + arguments, in: folder.url)
        try #require(outcome.status == 0 || outcome.errorText.contains("over budget"), "\(outcome.errorText)")
        try await Chromium.withPage { page in
            try await page.setWindow(width: 1280)
            try await page.open(folder.url.appending(path: "report.html"))
            try await body(page)
            #expect(page.complaints.isEmpty)
            #expect(page.requests.allSatisfy { $0.hasSuffix("/report.html") || $0 == "data:," }, "\(page.requests)")
        }
    }

    private func call(_ number: Int, feature: String, user: String = "u1", input: Int = 1_000) -> [String: Any] {
        [
            "timestamp": "2026-05-\(10 + number % 9)T10:00:00Z", "duration_ms": 100 + number, "context": ["feature": feature, "user": user, "sessionId": "s\(number)"],
            "request": ["url": "https://api.openai.com/v1/chat/completions", "body": ["model": "gpt-4o"]],
            "response": [
                "status": 200,
                "body": [
                    "id": "chatcmpl-\(number)", "object": "chat.completion", "model": "gpt-4o",
                    "choices": [["index": 0, "message": ["role": "assistant"], "finish_reason": "stop"] as [String: Any]],
                    "usage": ["prompt_tokens": input, "completion_tokens": 100, "total_tokens": input + 100],
                ] as [String: Any],
            ] as [String: Any],
        ]
    }

    /// Input tokens that order differently as texts and as numbers.
    private var calls: [[String: Any]] {
        [("a", 9_000), ("b", 20_000), ("c", 1_000), ("d", 100_000)].enumerated().map { call($0, feature: $1.0, user: "user-\($1.0)", input: $1.1) }
    }

    private func keys(_ page: BrowserPage, table: Int = 1) async throws -> [String] {
        try await page.value("[...document.querySelectorAll('#table-\(table) tbody tr')].filter(r => r.checkVisibility()).map(r => r.cells[0].textContent)")
    }

    @Test func hostileNamesAreText() async throws {
        let names = HTMLReportTests.hostile
        let calls = names.enumerated().map { place, name in
            var call = call(place, feature: name, user: name, input: 1_000 * (names.count - place))
            call["request"] = ["url": "https://api.openai.com/v1/chat/completions", "body": ["model": name]] as [String: Any]
            if place % 2 == 0 { call["response"] = ["status": 400, "body": ["error": ["message": name, "type": "invalid_request_error"]]] as [String: Any] }
            return call
        }
        try await withReport(calls + [call(99, feature: names[0], user: names[0])]) { page in
            for table in 1...2 {
                let shown = try await keys(page, table: table)
                for name in names { #expect(shown.contains(name.replacing("\u{202E}", with: "\\u{202E}").replacing("\u{0}", with: "\\u{0}"))) }
            }
            #expect(try await page.value("document.querySelectorAll('script').length") == 1)
            #expect(try await page.value("document.querySelectorAll('img, [onerror], [onload], [onmouseover], [onfocus], [autofocus], [style]').length") == 0)
            // Nothing got out of its place: all elements are ones that the page has anyway.
            let others = "[...document.querySelectorAll('svg *')].filter(e => !['svg', 'g', 'line', 'rect', 'text', 'title'].includes(e.localName)).length"
            #expect(try await page.value(others) == 0)
            for width in [1280, 390] {
                try await page.setWindow(width: width)
                #expect(try await page.value("document.documentElement.scrollWidth") <= width)
            }
        }
    }

    @Test func tablesAreSortedByMouseAndByKeyboard() async throws {
        try await withReport(calls) { page in
            #expect(try await keys(page) == ["d", "b", "a", "c"])
            #expect(try await page.value("document.querySelector('#table-1 th:nth-child(2)').ariaSort") == "descending")
            try await page.click("#table-1 th:nth-child(6) button")
            #expect(try await page.value("document.querySelector('#table-1 th:nth-child(6)').ariaSort") == "descending")
            #expect(try await keys(page) == ["d", "b", "a", "c"])
            try await page.click("#table-1 th:nth-child(6) button")
            #expect(try await page.value("document.querySelector('#table-1 th:nth-child(6)').ariaSort") == "ascending")
            #expect(try await keys(page) == ["c", "a", "b", "d"])

            // From the search field, the Tab key leads to the table and its first header.
            try await page.evaluate("document.querySelector('#table-1-search').focus()")
            for _ in 0..<10 where try await page.value("document.activeElement.localName") != "button" { try await page.press("Tab") }
            #expect(try await page.value("document.activeElement.textContent") == "feature")
            #expect(try await page.value("getComputedStyle(document.activeElement).outlineStyle") != "none")
            try await page.press("Enter", text: "\r")
            #expect(try await page.value("document.querySelector('#table-1 th').ariaSort") == "ascending")
            #expect(try await keys(page) == ["a", "b", "c", "d"])
            try await page.press(" ", text: " ")
            #expect(try await keys(page) == ["d", "c", "b", "a"])
            #expect(try await page.value("document.querySelectorAll('#table-1 [aria-sort]').length") == 1)
            #expect(try await page.value("document.querySelector('#table-1 tfoot').textContent.trim().startsWith('Total')") == true)
        }
    }

    @Test func tablesAreSearchedAndShortened() async throws {
        let many = (0..<30).map { call($0, feature: "feature-\($0)", input: 1_000 * (30 - $0)) }
        try await withReport(many, ["--top", "20"]) { page in
            #expect(try await keys(page) == (0..<10).map { "feature-\($0)" })
            #expect(try await page.value("document.querySelector('#table-1 tfoot').rows[0].cells[0].textContent") == "other (10)")
            try await page.click("#table-1-search")
            try await page.type("E-1")
            #expect(try await keys(page) == ["feature-1"] + (10..<20).map { "feature-\($0)" })
            #expect(try await page.value("document.querySelector('#table-1 [role=status]').textContent") == "11 of 20 rows")
            try await page.type("9")
            #expect(try await keys(page) == ["feature-19"])
            try await page.evaluate("document.querySelector('#table-1-search').select()")
            try await page.type(" ")
            try await page.click("#table-1 .more")
            #expect(try await keys(page).count == 20)
            #expect(try await page.value("document.querySelector('#table-1 .more').ariaExpanded") == "true")
        }
    }

    @Test func theChartIsChosenByKeyboard() async throws {
        try await withReport(calls) { page in
            let shown = "[...document.querySelectorAll('.chart')].filter(c => c.checkVisibility()).map(c => c.id)"
            #expect(try await page.value(shown) == ["cost-by-feature"])
            try await page.evaluate("document.querySelector('#show-cost-by-feature').focus()")
            try await page.press("ArrowRight")
            #expect(try await page.value(shown) == ["cost-by-model"])
            // Four days, each a column as high as its cost: the dearest nearly fills the axis' 0.30.
            let heights: [Int] = try await page.value(
                "[...document.querySelectorAll('#cost-by-model .column')].map(c => [...c.querySelectorAll('rect:not(.reach)')].reduce((h, r) => h + Math.round(100 * r.height.baseVal.valueInSpecifiedUnits), 0))")
            #expect(heights == [783, 1_700, 117, 8_367])
            try await page.send("Emulation.setEmulatedMedia", ["media": "print"])
            #expect(try await page.value(shown) == ["cost-by-feature", "cost-by-model"])
            #expect(try await page.value("[...document.querySelectorAll('nav, .tools, .more, .choice')].some(e => e.checkVisibility())") == false)
        }
    }

    @Test func everythingHasAName() async throws {
        try await withReport(calls) { page in
            let elements = try await page.spokenElements()
            func names(_ role: String) -> [String] { elements.filter { $0.role == role }.map(\.name) }
            #expect(names("main").count == 1 && names("banner").count == 1 && names("contentinfo").count == 1)
            #expect(names("navigation") == ["Sections"])
            // There is but one model, and nothing to search.
            #expect(names("searchbox") == ["Search feature", "Search user", "Search session"])
            #expect(names("radio") == ["feature", "model"])
            #expect(names("image") == ["Cost per day by feature"])
            for role in ["button", "searchbox", "table", "region", "link", "image", "radio", "heading", "columnheader", "rowheader"] {
                #expect(!names(role).isEmpty && !names(role).contains(""), "\(role): \(names(role))")
            }
            #expect(try await page.value("document.documentElement.lang") == "en")
            let ids: [String] = try await page.value("[...document.querySelectorAll('[id]')].map(e => e.id)")
            #expect(Set(ids).count == ids.count)
            let references = "[...document.querySelectorAll('a[href^=\"#\"]')].every(a => document.querySelector(a.hash))"
            #expect(try await page.value(references) == true)
        }
    }

    /// With everything that a page may show: it fits a phone, and every table has its name.
    @Test func comparisonBudgetsAndPricesFitAPhone() async throws {
        let options = ["--since", "2026-05-12", "--until", "2026-05-13", "--compare", "previous", "--prices", "overlay.jsonl", "--config", "c.toml"]
        let files = [
            "overlay.jsonl": #"{"model": "gpt-4o-2024-08-06", "aliases": ["gpt-4o"], "effective_from": "2026-05-13", "input": "1", "output": "2", "source": "https://example.com/<script>alert(1)</script>"}"# + "\n",
            "c.toml": "[[budget]]\nfeature = \"<script>alert(2)</script>\(String(repeating: "x", count: 80))\"\nusd = \"1\"\n[[budget]]\nusd = \"0.001\"\n",
        ]
        try await withReport(calls, options, files: files) { page in
            let tables = try await page.spokenElements().filter { $0.role == "table" }.map(\.name)
            #expect(tables.contains("Cost, calls and tokens before and now") && tables.contains("Prices that applied, with what was charged by each"))
            #expect(try await page.value("document.querySelectorAll('table.prices tbody').length") == 2)
            #expect(try await page.value("document.querySelector('.alarm').textContent.startsWith('Over budget: all calls: ')") == true)
            #expect(try await page.value("document.querySelectorAll('script').length") == 1)
            for width in [1280, 390] {
                try await page.setWindow(width: width)
                #expect(try await page.value("document.documentElement.scrollWidth") <= width)
                let inside = "[...document.querySelectorAll('table.change, table.prices')].map(t => t.closest('.scroll')).every(s => s.scrollWidth <= s.clientWidth)"
                #expect(try await page.value(inside) == true, "at \(width) pixels")
            }
        }
    }

    @Test func coloursFollowTheReader() async throws {
        try await withReport(calls) { page in
            let paper = "getComputedStyle(document.body).backgroundColor"
            #expect(try await page.value(paper) == "rgb(245, 246, 248)")
            try await page.setWindow(width: 390, colours: "dark")
            #expect(try await page.value(paper) == "rgb(13, 17, 23)")
            #expect(try await page.value("document.documentElement.scrollWidth") <= 390)
        }
    }

    @Test func thePageIsWholeWithoutItsScript() async throws {
        let many = (0..<30).map { call($0, feature: "feature-\($0)") }
        try await withReport(many) { page in
            try await page.send("Emulation.setScriptExecutionDisabled", ["value": true])
            let start = page.events.count
            try await page.send("Page.reload")
            try await page.wait(for: "Page.loadEventFired", since: start)
            let elements = try await page.spokenElements()
            #expect(elements.count { $0.role == "rowheader" && $0.name.hasPrefix("feature-") } == 30)
            #expect(!elements.contains { $0.role == "button" || $0.role == "searchbox" })
        }
    }
}
