using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace PyConDemo.Stage.BrowserTests.Support;

/// <summary>What a page writes to the browser's console in red: failed requests, and errors of scripts.</summary>
internal sealed class ConsoleErrors
{
    private readonly ConcurrentQueue<string> _lines = new();

    public ConsoleErrors(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _lines.Enqueue($"{message.Text} {message.Location}");
        };
        page.PageError += (_, error) => _lines.Enqueue(error);
    }

    public void AssertNone() => Assert.Empty(_lines);
}
