using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace PyConDemo.ApiClient;

/// <summary>Counts the pages that a report's request rendered before it answered.</summary>
public static partial class PdfPages
{
    /// <returns>The pages of a PDF; 0 for a 202; null for other answers and if they can't be counted.</returns>
    public static async Task<long?> OfAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.StatusCode == HttpStatusCode.Accepted) return 0;
        if (answer.Content.Headers.ContentType?.MediaType != "application/pdf") return null;
        return Of(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <returns>The pages of a PDF; null when they cannot be counted.</returns>
    public static long? Of(byte[] pdf)
        => PageObject().Count(Encoding.Latin1.GetString(pdf)) is > 0 and var pages ? pages : null;

    [GeneratedRegex(@"/Type\s*/Page\b(?!s)")]
    private static partial Regex PageObject();
}
