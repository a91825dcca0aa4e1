namespace PyConDemo.Stage.Page;

/// <summary>Prints where the page is, each step of the API's start, and when races can begin. Thread-safe.</summary>
internal sealed class PageTerminal
{
    private readonly Lock _gate = new();
    private readonly HashSet<string> _steps = []; // since the API was ready last
    private IReadOnlyList<string> _pages = [];
    private string? _ready, _api, _printedApi;

    /// <summary>The page is served. It can show saved races before the API is ready.</summary>
    public void PageServed(IReadOnlyList<string> addresses)
    {
        lock (_gate)
        {
            _pages = addresses;
            if (_ready is not null) PrintReady();
            else PrintPages(" (saved races can be shown now, live races when the API is ready)");
        }
    }

    /// <summary>One step of the API's start. Each try would print the same lines, so a line is printed once. A restart
    /// prints only what takes long.</summary>
    public void Step(string line)
    {
        lock (_gate)
        {
            var isShort = StartLines.KindOf(line) is StartLine.Postgres or StartLine.Other;
            if (!(isShort && _printedApi is not null)) PrintOnce(line);
        }
    }

    /// <summary>The API could not be started or used, or it has ended.</summary>
    public void Problem(string line)
    {
        lock (_gate)
        {
            _ready = null;
            PrintOnce(line);
        }
    }

    public void ApiReady(Uri api, Vitals vitals)
    {
        lock (_gate)
        {
            _steps.Clear();
            _api = $"{api}".TrimEnd('/');
            _ready = $"Ready: {vitals.Scale} data, PostgreSQL {vitals.Postgres?.Version ?? "?"}. Ctrl-C stops.";
            if (_pages.Count > 0) PrintReady();
        }
    }

    private void PrintReady()
    {
        if (_api != _printedApi)
        {
            PrintPages("");
            Console.WriteLine($"API     {_api}  (below it: /swagger /hangfire /checklist)");
            _printedApi = _api;
        }

        Console.WriteLine(_ready);
    }

    private void PrintPages(string note)
    {
        foreach (var page in _pages) Console.WriteLine($"Page    {page}{note}");
    }

    private void PrintOnce(string line)
    {
        if (_steps.Add(line)) Console.Error.WriteLine(line);
    }
}
