using System.Net;

namespace PyConDemo.Checklist.Page;

/// <summary>Texts as HTML.</summary>
internal static class PageText
{
    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    public static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Text in which the parts between backticks are code.</summary>
    public static string Code(string text) => string.Concat(
        text.Split('`').Select((part, i) => i % 2 == 0 ? Text(part) : $"<code>{Text(part)}</code>"));

    /// <param name="source">The line of code that sent it; null if it is unknown.</param>
    public static string Statement(string sql, string? source)
        => $"<pre>{Text(sql)}</pre><p>Sent by {Text(source ?? "an unknown line of code")}.</p>";
}
