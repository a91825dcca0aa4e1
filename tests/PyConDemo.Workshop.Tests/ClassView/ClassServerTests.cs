using System.Net;
using System.Net.Http.Json;
using PyConDemo.ApiClient;
using PyConDemo.Workshop.ClassView;

namespace PyConDemo.Workshop.Tests.ClassView;

/// <summary>The host gets what attendees send, and nothing else.</summary>
public sealed class ClassServerTests : IAsyncLifetime
{
    private const string Done = "n-plus-one", Current = "row-locking";

    private readonly Roster _roster = new();
    private readonly HttpClient _http = new();
    private ClassServer? _server;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await ClassServer.StartAsync(_roster, port: 0, allowedHosts: ["class.example"], Cancel);
        _http.BaseAddress = new($"http://127.0.0.1:{_server.Port}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server!.DisposeAsync();
    }

    [Fact]
    public async Task The_last_report_of_each_clone_counts()
    {
        var (ada, other) = (Guid.NewGuid(), Guid.NewGuid());
        await PutAsync(ada, new("Ada", [], Done, "few commands"));
        await PutAsync(other, new("Ada", [], null, null)); // somebody else with this name
        await PutAsync(ada, new("Ada", [Done], Current, null));
        Assert.Equal([0, 1], _roster.Reports.Select(report => report.Done.Count).Order());
    }

    public static TheoryData<string> Invalid =>
    [
        """{"name":"","done":[]}""", """{"name":"a\u001b[2Jb","done":[]}""", """{"done":[]}""", """{"name":"Ada"}""",
        $$"""{"name":"{{new string('a', 25)}}","done":[]}""", """{"name":"Ada","done":["no-such"]}""",
        """{"name":"Ada","done":[null]}""", """{"name":"Ada","done":[],"exercise":"no-such"}""",
        """{"name":"Ada","done":[],"refused":"a\nb"}""", "[]", "no json", "null", "",
        $$"""{"name":"Ada","done":[],"refused":"{{new string('a', 201)}}"}""",
    ];

    [Theory, MemberData(nameof(Invalid))]
    public async Task An_invalid_report_is_refused(string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PutAsync($"attendees/{Guid.NewGuid()}", body, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(_roster.Reports);
    }

    [Fact]
    public async Task A_large_report_is_refused()
    {
        using var body = new StringContent(new string(' ', 5_000) + "{}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await _http.PutAsync($"attendees/{Guid.NewGuid()}", body, Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("Host", "class.example:5190", HttpStatusCode.NoContent)]
    [InlineData("Host", "other.example", HttpStatusCode.BadRequest)]
    [InlineData("Origin", "http://other.example", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    public async Task Pages_of_other_sites_can_t_report(string header, string value, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"attendees/{Guid.NewGuid()}");
        request.Headers.Add(header, value);
        request.Content = JsonContent.Create(new AttendeeReport("Ada", [], null, null));
        using var answer = await _http.SendAsync(request, Cancel);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(expected == HttpStatusCode.NoContent ? 1 : 0, _roster.Reports.Count);
    }

    [Theory]
    [InlineData("GET", "/", HttpStatusCode.NotFound)]
    [InlineData("GET", "/attendees/00000000-0000-0000-0000-000000000001", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/attendees/00000000-0000-0000-0000-000000000001", HttpStatusCode.BadRequest)]
    public async Task A_browser_may_run_and_frame_nothing(string method, string path, HttpStatusCode expected)
    {
        using var answer = await _http.SendAsync(new(new(method), path), Cancel);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("default-src 'none'; frame-ancestors 'none'",
            Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task More_attendees_than_a_room_has_are_refused_and_the_others_go_on()
    {
        var first = Guid.NewGuid();
        await PutAsync(first, new("first", [], null, null));
        for (var n = 1; n < Roster.MaxAttendees; n++) await PutAsync(Guid.NewGuid(), new($"{n}", [], null, null));
        using var answer = await _http.PutAsJsonAsync(
            $"attendees/{Guid.NewGuid()}", new AttendeeReport("late", [], null, null), Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        await PutAsync(first, new("first", [Done], null, null));
        Assert.Equal(Roster.MaxAttendees, _roster.Reports.Count);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        var error = await Assert.ThrowsAsync<InvalidInputException>(
            () => ClassServer.StartAsync(new(), _server!.Port, [], Cancel));
        Assert.Contains($"port {_server!.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attendees_program_reports_each_verdict()
    {
        await using (var reporter = new ClassReporter(
            new(_http.BaseAddress!, "Ada", Guid.NewGuid()), note => Assert.Fail(note)))
        {
            reporter.Send([Done], Current, "nobody waits");
        }

        Assert.Equal(new { Name = "Ada", Exercise = (string?)Current, Refused = (string?)"nobody waits" },
            _roster.Reports.Select(report => new { report.Name, report.Exercise, report.Refused }).Single());
    }

    [Fact]
    public async Task Without_a_host_an_attendee_is_told_once_and_goes_on()
    {
        var address = _http.BaseAddress!;
        await _server!.DisposeAsync();
        var notes = new List<string>();
        await using (var reporter = new ClassReporter(new(address, "Ada", Guid.NewGuid()), notes.Add))
        {
            for (var n = 0; n < 5; n++)
            {
                reporter.Send([Done], Current, null);
                await Task.Delay(50, Cancel);
            }
        }

        Assert.StartsWith($"The class view at {address} has not got your progress", Assert.Single(notes), StringComparison.Ordinal);
    }

    private async Task PutAsync(Guid id, AttendeeReport report)
    {
        using var answer = await _http.PutAsJsonAsync($"attendees/{id}", report, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
    }
}
