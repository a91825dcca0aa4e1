using System.Text.RegularExpressions;

namespace PyConDemo.Api.Data.Seeding;

/// <summary>Names the seed's data by a hash of the statements that make it, without comments and white space.</summary>
public static partial class SeedVersion
{
    // The version was a hash of the files' whole text before. The files with these two hashes made the data of the
    // version below; the older ones called the scale medium "stage". After the next change of a statement, these lines
    // have no effect and can be removed.
    private const string Renamed = "2b87f54af305";
    private static readonly string[] FormerNames = ["59463c164bb7", "7c4bff631fc7"];

    private const string Quoted =
        """\b[eE]'(?:[^'\\]|\\.|'')*'|'[^']*'|"[^"]*"|(?<![\w$])\$(?<tag>\w*)\$.*?\$\k<tag>\$""";

    // PostgreSQL's block comments nest.
    private const string BlockComment = @"/\*(?>(?<open>/\*)|(?<-open>\*/)|(?!\*/).)*(?(open)(?!))\*/";
    private const string Gap = $@"(?:\s|--[^\n]*|{BlockComment})";

    /// <summary>The first 12 hex digits of the SHA-256 over the statements.</summary>
    public static string Of(string sql)
    {
        return Hash(Tokens().Replace(sql, KeptText).Trim());

        static string KeptText(Match token) => token.Groups["kept"] is { Success: true } kept ? kept.Value : " ";
    }

    /// <summary>Other names of the same data: the hash of the text, for psql, and former names.</summary>
    public static string[] OtherNames(string sql) => [Hash(sql), .. Of(sql) == Renamed ? FormerNames : []];

    private static string Hash(string text)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    // Quoted text is kept as it is. A gap counts as one blank, and next to a bracket, comma or semicolon as nothing.
    [GeneratedRegex($"(?<kept>{Quoted})|(?>{Gap}*)(?<kept>[(),;])(?>{Gap}*)|(?>{Gap}+)", RegexOptions.Singleline)]
    private static partial Regex Tokens();
}
