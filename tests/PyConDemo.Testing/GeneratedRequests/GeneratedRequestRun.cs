using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace PyConDemo.Testing.GeneratedRequests;

/// <summary>Sends generated requests to every operation of a server's OpenAPI document, and checks the answers. The
/// same count gives the same requests.</summary>
/// <param name="examples">Valid values: see <see cref="RequestGenerator"/>.</param>
/// <param name="costly">Paths of routes that take seconds. They get a twentieth of the requests of the others.</param>
public sealed class GeneratedRequestRun(
    Uri server, IReadOnlyDictionary<string, string[]> examples, IReadOnlyCollection<string> costly)
{
    private const int Seed = 20251127;

    public static int Count => TestSize.Choose(plain: 1_000, full: 100_000);

    private static readonly string[] Internals =
    [
        "   at ", ".cs:line", "Exception", "Npgsql", "SQLSTATE", "SELECT ", "pg_", "/src/", "/var/", "/tmp/", "/root/",
        "/home/",
    ];

    private readonly ConcurrentDictionary<string, int> _counts = [];
    private readonly ConcurrentQueue<string> _faults = [];

    /// <summary>What was wrong, in one line each.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>The number of answers by operation and status.</summary>
    public string Summary => string.Join('\n', _counts
        .GroupBy(count => count.Key[4..], count => $"{count.Key[..3]}: {count.Value}")
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Key}  {string.Join(", ", group.Order(StringComparer.Ordinal))}"));

    public async Task SendAsync(int count, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
            Expect100ContinueTimeout = TimeSpan.FromMilliseconds(10),
        })
        {
            BaseAddress = server,
            Timeout = TimeSpan.FromMinutes(1),
        };
        var document = await client.GetFromJsonAsync<JsonElement>("/openapi/v1.json", cancellationToken);
        await Parallel.ForEachAsync(
            Generate(ApiOperation.ReadAll(document), count),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken },
            async (one, token) => await SendAsync(client, one.Operation, one.Request, token));
    }

    private IEnumerable<(ApiOperation Operation, GeneratedRequest Request)> Generate(
        IReadOnlyList<ApiOperation> operations, int count)
    {
        var random = new Random(Seed);
        var generator = new RequestGenerator(random, server, examples);
        while (count > 0)
        {
            var operation = operations[random.Next(operations.Count)];
            if (costly.Contains(operation.Path) && random.Next(20) > 0) continue;

            count--;
            yield return (operation, generator.Next(operation, operations));
        }
    }

    private async Task SendAsync(
        HttpClient client, ApiOperation operation, GeneratedRequest request, CancellationToken cancellationToken)
    {
        using var message = request.Message;
        try
        {
            using var response = await client.SendAsync(
                message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var status = (int)response.StatusCode;
            _counts.AddOrUpdate($"{status} {operation}", 1, (_, known) => known + 1);
            // A body of megabytes is cut off by closing the connection, which a client may do at any time.
            var body = status >= 400 ? await response.Content.ReadAsStringAsync(cancellationToken) : "";
            if (Explain(request, response, body) is { } fault) Report(message, fault);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Report(message, error.GetBaseException().Message);
        }
    }

    /// <summary>Null if the answer is right.</summary>
    private static string? Explain(GeneratedRequest request, HttpResponseMessage response, string body)
    {
        var status = (int)response.StatusCode;
        if (!request.Allowed.Contains(status))
            return $"{status} is not one of {string.Join(", ", request.Allowed)}. {body}";
        // Kestrel refuses a path that is no text, and never shows it to the program.
        var isKestrels = status == 400 && body.Length == 0 && request.Message.RequestUri!.OriginalString.Contains('%');
        if (status < 400 || isKestrels) return null;

        var type = response.Content.Headers.ContentType?.MediaType;
        if (type != "application/problem+json") return $"{status} has the content type '{type}'.";
        if (request.Message.Method == HttpMethod.Head) return null;
        if (Internals.FirstOrDefault(word => body.Contains(word, StringComparison.Ordinal)) is { } word)
            return $"{status} tells '{word}': {body}";

        var problem = JsonDocument.Parse(body).RootElement;
        return problem.GetProperty("status").GetInt32() == status
            && problem.TryGetProperty("type", out _) && problem.TryGetProperty("title", out _)
            ? null
            : $"{status} is no complete problem: {body}";
    }

    private void Report(HttpRequestMessage message, string fault)
    {
        var address = message.RequestUri!.OriginalString;
        var type = message.Content?.Headers.ContentType;
        _faults.Enqueue($"{message.Method} {address[..Math.Min(160, address.Length)]} {type}: {fault}");
    }
}
