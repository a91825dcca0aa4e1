using System.Net;
using System.Text.RegularExpressions;

namespace PyConDemo.Stage.Page.Talk;

/// <summary>SQL whose keywords are marked. The colouriser of C# knows another dialect: LIMIT and SKIP LOCKED, the point here, are no words of it.</summary>
internal static partial class SlideSql
{
    public static string Html(string sql) => Keyword().Replace(WebUtility.HtmlEncode(sql), "<span class=\"keyword\">$0</span>");

    [GeneratedRegex("""\b(SELECT|FROM|WHERE|AND|OR|ORDER BY|ASC|DESC|LIMIT|OFFSET|FOR UPDATE|SKIP LOCKED|REFRESH|MATERIALIZED|VIEW|CONCURRENTLY)\b""")]
    private static partial Regex Keyword();
}
