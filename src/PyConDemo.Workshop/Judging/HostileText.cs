using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace PyConDemo.Workshop.Judging;

/// <summary>A text that a client sends instead of the one that it got.</summary>
/// <param name="IsNonsense">True if no server could have given it out, so the answer must be 400.</param>
internal sealed partial record HostileText(string Text, bool IsNonsense)
{
    /// <summary>A word that is in no query. If PostgreSQL sees it in a statement, the text became SQL.</summary>
    public const string Marker = "zx7qzx";

    private const int MostParts = 12;

    /// <summary>What can be made of a text: quotes, SQL, damage, other numbers, emptiness. If the text is an encoded
    /// one, the same is done to what is inside.</summary>
    public static IEnumerable<HostileText> Of(string text)
    {
        foreach (var other in Plain(text)) yield return other;
        if (!Base64Url.IsValid(text)) yield break;
        foreach (var other in Plain(Encoding.Latin1.GetString(Base64Url.DecodeFromChars(text))))
            yield return other with { Text = Base64Url.EncodeToString(Encoding.Latin1.GetBytes(other.Text)) };
    }

    /// <summary>Where a part of the text ends: between letters or digits and something else.</summary>
    private static IEnumerable<int> PartsOf(string text) => Enumerable.Range(1, Math.Max(0, text.Length - 1))
        .Where(at => char.IsLetterOrDigit(text[at - 1]) && !char.IsLetterOrDigit(text[at]));

    private static IEnumerable<HostileText> Plain(string text)
    {
        yield return new($"{text}' {Marker} --", IsNonsense: true);
        yield return new($"{text}) {Marker} --", IsNonsense: true);
        yield return new($"' OR 1=1 {Marker} --", IsNonsense: true);
        yield return new($"{Marker}", IsNonsense: true);
        yield return new($"{text}; DROP TABLE {Marker}", IsNonsense: true);
        yield return new($"{text}\"", IsNonsense: true);
        yield return new(new string('9', 40), IsNonsense: true);
        yield return new(new string('A', 3_000), IsNonsense: true);
        yield return new("\u0001\u0002", IsNonsense: true);
        yield return new("", IsNonsense: false);
        yield return new("-1", IsNonsense: false);
        // A text may have parts, and only one of them may become SQL.
        foreach (var at in PartsOf(text).Take(MostParts))
            yield return new($"{text[..at]}'{Marker}{text[at..]}", IsNonsense: true);
        foreach (Match number in Numbers().Matches(text).Take(MostParts))
        {
            var (before, after) = (text[..number.Index], text[(number.Index + number.Length)..]);
            yield return new($"{before}0{after}", IsNonsense: false);
            yield return new($"{before}{long.MaxValue}{after}", IsNonsense: false);
        }

        if (text.Length < 2) yield break;
        yield return new(text[..(text.Length / 2)], IsNonsense: false);
        foreach (var at in (int[])[0, text.Length / 2, text.Length - 1])
            yield return new(text[..at] + (char)(text[at] ^ 1) + text[(at + 1)..], IsNonsense: false);
    }

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}
