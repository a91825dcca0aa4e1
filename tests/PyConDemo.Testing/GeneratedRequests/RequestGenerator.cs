using System.Globalization;
using System.Text;

namespace PyConDemo.Testing.GeneratedRequests;

/// <summary>Generates requests to an operation: some are valid, and most have one or more faults.</summary>
/// <param name="server">The address that they are sent to.</param>
/// <param name="examples">Valid values by the name of their parameter, and the valid body as <c>body</c>.</param>
public sealed class RequestGenerator(Random random, Uri server, IReadOnlyDictionary<string, string[]> examples)
{
    private static readonly string[] Methods =
        ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"];

    // They are percent-encoded already, because some are no characters at all.
    private static readonly string[] Texts =
    [
        "", "%20", "x", "null", "true", "-1", "0", "1.5", "1e9", "0x10", "%2B1", "%EF%BC%91", "2147483648",
        "-2147483649", "9223372036854775808", "99999999999999999999999", "%00", "a%00b", "%FF", "%C3%28",
        "%ED%A0%80", "%0D%0AX:%20y", "%F0%9F%98%80", "%E2%80%AE", "'%20OR%201=1--", "%2F", "..%2F..%2Fetc", "%5C",
        "%3Cscript%3E", "{id}", "*", "%25",
        new('9', 400), new('a', 3_000),
    ];

    private static readonly string[] Bodies =
    [
        "", "null", "[]", "{}", "5", "\"x\"", "{", "{\"month\":}", "{\"month\":5}", "{\"month\":null}",
        """{"month":"2025-13"}""", """{"month":"2025-03\u0000"}""", """{"month":"\ud800"}""", """{"month":"0000-00"}""",
        """{"month":"1900-01"}""", """{"month":"2099-12"}""", """{"MONTH":"2025-03","month":"2025-04"}""",
        """{"month":"2025-03","more":[1,2,{"x":null}]}""", "\uFEFF{\"month\":\"2025-03\"}", "{'month':'2025-03'}",
        "{\"month\":\"2025-03\"} x", $"{{\"month\":\"{new string('x', 100_000)}\"}}",
        new string('[', 2_000), $"{new string('[', 100)}{new string(']', 100)}", "\0", "%PDF-1.4",
    ];

    private static readonly string[] ContentTypes =
    [
        "application/json", "application/json; charset=utf-8", "application/json; charset=\"UTF-8\"",
        "application/json; charset=nope", "application/json; charset=utf-7", "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1", "application/json; charset=", "application/json; charset=\"\"",
        "application/json; charset=\"a b\"", $"application/json; charset={new string('x', 500)}",
        "application/json; x=\"", "application/merge-patch+json", "text/json", "text/plain", "text/html; charset=nope",
        "application/xml", "application/x-www-form-urlencoded", "multipart/form-data",
        "multipart/form-data; boundary=x",
        "application/octet-stream", "json", "/", "*/*", ";", "",
    ];

    private static readonly (string Name, string[] Values)[] Headers =
    [
        ("Accept", ["*/*", "text/html", "application/xml", "image/*", "application/json;q=0", "x", ";;;", "*", ""]),
        ("Accept-Encoding", ["br", "gzip", "br, gzip;q=0.5", "identity;q=0", "*;q=0", "nope", "gzip;q=x", ","]),
        ("If-None-Match", ["*", "\"x\"", "W/\"x\"", "x", "\"", "\"a\", \"b\"", "W/", ","]),
        ("If-Match", ["*", "\"x\"", "W/\"x\"", "x", "\""]),
        ("If-Modified-Since", ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "x", "0"]),
        ("If-Unmodified-Since", ["Thu, 01 Jan 1970 00:00:00 GMT", "x"]),
        ("If-Range", ["\"x\"", "W/\"x\"", "Thu, 01 Jan 1970 00:00:00 GMT", "x"]),
        ("Range",
        [
            "bytes=0-0", "bytes=-1", "bytes=5-1", "bytes=9999999999-", "bytes=0-1,3-4", "bytes=", "lines=1-2", "x",
            "bytes=-9223372036854775808", "bytes=99999999999999999999-",
        ]),
        ("Expect", ["100-continue", "200-ok"]),
        ("Checklist", ["on", "off", "x"]),
        ("Last-Event-ID", ["0", "-1", "x"]),
        ("X-HTTP-Method-Override", ["DELETE"]),
    ];

    /// <summary>The request, and the statuses that are right for it.</summary>
    public GeneratedRequest Next(ApiOperation operation, IReadOnlyList<ApiOperation> all)
    {
        var hasOddPath = false;
        var path = operation.Path;
        var query = new List<string>();
        foreach (var parameter in operation.Parameters)
        {
            var (value, isOdd) = Value(parameter);
            if (parameter.IsInPath)
            {
                path = path.Replace($"{{{parameter.Name}}}", value, StringComparison.Ordinal);
                hasOddPath |= isOdd;
                continue;
            }

            if (!OneIn(8)) query.Add($"{parameter.Name}={value}");
            if (OneIn(15)) query.Add($"{parameter.Name}={Value(parameter).Text}");
        }

        if (OneIn(15)) query.Add($"{Pick(["x", "", "size", "%00", "a[b]"])}={Pick(Texts)}");
        if (OneIn(40)) (path, hasOddPath) = (path + Pick(["/", "//", "/x", "%2F", ";x", "%00", "."]), true);

        var method = OneIn(10) ? Pick(Methods) : operation.Method;
        var target = query.Count > 0 ? $"{path}?{string.Join('&', query)}" : path;
        var request = new HttpRequestMessage(new(method), Raw(target));
        if (operation.HasBody || OneIn(20)) request.Content = Body();
        foreach (var (name, values) in Headers)
            if (OneIn(12)) request.Headers.TryAddWithoutValidation(name, Pick(values));
        return new(request, [.. Allowed(operation, method, all, hasOddPath)]);
    }

    private static IEnumerable<int> Allowed(
        ApiOperation operation, string method, IReadOnlyList<ApiOperation> all, bool hasOddPath)
    {
        var asked = method == "HEAD" ? "GET" : method;
        var target = all.FirstOrDefault(one => one.Path == operation.Path && one.Method == asked);
        // An odd value may lead to no route, or to another one.
        return [.. target?.Statuses ?? [405], .. hasOddPath ? (int[])[400, 404, 405] : []];
    }

    private (string Text, bool IsOdd) Value(ApiParameter parameter)
    {
        if (OneIn(3)) return (Pick(Texts), true);
        if (examples.TryGetValue(parameter.Name, out var known)) return (Pick(known), false);
        if (!parameter.IsNumber) return ("x", false);

        var (min, max) = (parameter.Minimum ?? 1, parameter.Maximum ?? int.MaxValue);
        var number = random.Next(8) switch
        {
            0 => min,
            1 => max,
            2 => min - 1,
            3 => max + 1,
            4 => random.NextInt64(min, max),
            _ => random.NextInt64(min, Math.Min(max, min + 100)),
        };
        return (number.ToString(CultureInfo.InvariantCulture), false);
    }

    private ByteArrayContent Body()
    {
        var text = OneIn(2) && examples.TryGetValue("body", out var known) ? Pick(known) : Pick(Bodies);
        var bytes = random.Next(20) switch
        {
            0 => Encoding.Unicode.GetBytes(text),
            1 => [.. Encoding.UTF8.GetBytes(text), 0xFF, 0xC3],
            2 => Encoding.UTF8.GetBytes(text)[..(text.Length / 2)],
            _ => Encoding.UTF8.GetBytes(text),
        };
        var content = new ByteArrayContent(bytes);
        content.Headers.TryAddWithoutValidation("Content-Type", OneIn(2) ? Pick(ContentTypes) : "application/json");
        return content;
    }

    // Without this option, Uri would repair the path.
    private Uri Raw(string path)
        => new($"http://{server.Authority}{path}", new UriCreationOptions
        {
            DangerousDisablePathAndQueryCanonicalization = true,
        });

    private bool OneIn(int count) => random.Next(count) == 0;

    private string Pick(string[] list) => list[random.Next(list.Length)];
}

/// <summary>A request, and the statuses that are right for it.</summary>
public sealed record GeneratedRequest(HttpRequestMessage Message, IReadOnlyList<int> Allowed);
