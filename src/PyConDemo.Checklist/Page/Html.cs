using System.Globalization;
using System.Net;

namespace PyConDemo.Checklist.Page;

internal static class Html
{
    public static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");

    public static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
