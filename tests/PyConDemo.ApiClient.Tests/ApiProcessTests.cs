using System.Diagnostics;

namespace PyConDemo.ApiClient.Tests;

public class ApiProcessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_listens_where_it_says_and_ends_when_its_input_closes()
    {
        SkipWithoutShell();
        var ended = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var lines = new List<string>();
        await using (var api = await ApiProcess.StartAsync(
            Shell("echo starting; echo '      Now listening on: http://127.0.0.1:4711'; "
                + $"cat > /dev/null; echo bye > {ended}"), lines.Add, Cancel))
        {
            Assert.Equal(new Uri("http://127.0.0.1:4711"), api.Address);
        }

        Assert.Equal("bye\n", await File.ReadAllTextAsync(ended, Cancel));
        Assert.Equal("starting", lines[0]);
        File.Delete(ended);
    }

    [Fact]
    public async Task Its_last_line_says_why_it_could_not_start()
    {
        SkipWithoutShell();
        var e = await Assert.ThrowsAsync<ApiStartException>(() =>
            ApiProcess.StartAsync(Shell("echo no PostgreSQL, install one; exit 1"), null, Cancel));
        Assert.Equal("The API ended before it listened: no PostgreSQL, install one", e.Message);
    }

    [Fact]
    public async Task Stopping_while_it_starts_leaves_nothing_behind()
    {
        SkipWithoutShell();
        using var stop = new CancellationTokenSource();
        var started = ApiProcess.StartAsync(
            Shell("echo $$; cat > /dev/null"), line => { _pid = int.Parse(line, null); stop.Cancel(); }, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => started);
        Assert.Throws<ArgumentException>(() => Process.GetProcessById(_pid));
    }

    private int _pid;

    private static ProcessStartInfo Shell(string script) => new("/bin/sh", ["-c", script]);

    private static void SkipWithoutShell() => Assert.SkipUnless(File.Exists("/bin/sh"), "needs /bin/sh");
}
