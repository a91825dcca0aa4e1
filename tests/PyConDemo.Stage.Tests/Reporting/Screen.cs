using System.Text;
using System.Text.RegularExpressions;

namespace PyConDemo.Stage.Tests.Reporting;

/// <summary>A terminal's output, for a program that writes while a test reads.</summary>
internal sealed class Screen : TextWriter
{
    private readonly StringBuilder _written = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value)
    {
        lock (_written) _written.Append(value);
    }

    public override void Write(string? value)
    {
        lock (_written) _written.Append(value);
    }

    /// <summary>Waits until each of the patterns has been on a line.</summary>
    public async Task Shows(params string[] patterns)
    {
        var deadline = DateTime.UtcNow.AddSeconds(60);
        while (true)
        {
            var text = Text();
            if (patterns.All(p => Regex.IsMatch(text, p))) return;
            Assert.True(DateTime.UtcNow < deadline, text);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private string Text()
    {
        lock (_written) return _written.ToString();
    }
}
