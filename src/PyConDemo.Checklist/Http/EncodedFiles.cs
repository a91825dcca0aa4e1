using System.Buffers;

namespace PyConDemo.Checklist.Http;

/// <summary>Finds files in the strings of a JSON body: base64, base64url, MIME base64, hex and data URLs.</summary>
/// <remarks>What the text decodes to decides. Tokens, signatures, cursors and hashes decode to no known kind of file.
/// A file may stand within a longer text, such as a picture in HTML.</remarks>
internal sealed class EncodedFiles
{
    private const int MinRun = 64; // shorter runs are words, ids and names
    private const int MaxDataUrlHead = 128;

    private static readonly SearchValues<byte> RunBytes =
        SearchValues.Create("\\ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8);

    private long _largest;

    public int Count { get; private set; }
    public long Characters { get; private set; }
    public string LargestKind { get; private set; } = "";

    /// <summary>The longest run that decodes to something unknown, in characters.</summary>
    public int UnknownCharacters { get; private set; }

    public void Add(string kind, long characters)
    {
        Count++;
        Characters += characters;
        if (characters > _largest) (_largest, LargestKind) = (characters, kind);
    }

    /// <param name="text">A string's raw bytes, with its escapes.</param>
    public void Add(ReadOnlySpan<byte> text)
    {
        if (text.Length < MinRun) return;
        if (IsPlainDataUrl(text))
        {
            Add("data URL", text.Length);
            return;
        }

        for (var at = 0; at + MinRun <= text.Length;)
        {
            // The last byte that ends a run in the next 64 tells that no run can begin before it.
            var gap = text.Slice(at, MinRun).LastIndexOfAnyExcept(RunBytes);
            if (gap >= 0)
                at += gap + 1;
            else
                at += AddRun(text[at..], isDataUrl: text[..at].EndsWith(";base64,"u8));
        }
    }

    private int AddRun(ReadOnlySpan<byte> text, bool isDataUrl)
    {
        var run = EncodedRun.Read(text);
        if (run.Characters >= MinRun && (run.Kind ?? (isDataUrl ? "data URL" : null)) is { } kind)
            Add(kind, run.Characters);
        else if (run.IsEncoded)
            UnknownCharacters = Math.Max(UnknownCharacters, run.Characters);
        // It ends at an escape that does not belong to it. Such escapes have two bytes, or six as \u0000.
        var rest = text[run.Length..];
        return run.Length + (rest.StartsWith("\\u"u8) ? 6 : rest.StartsWith("\\"u8) ? 2 : 1);
    }

    // `data:image/svg+xml,%3Csvg…` is one.
    private static bool IsPlainDataUrl(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("data:"u8)) return false;
        var head = text[..Math.Min(text.Length, MaxDataUrlHead)];
        return head.IndexOf((byte)',') is > 0 and var end && head[..end].Contains((byte)'/')
            && !head[..end].EndsWith(";base64"u8);
    }
}
