using System.Globalization;
using System.Text.RegularExpressions;

namespace PyConDemo.Api.Tests.Support;

/// <summary>What one request to a lane's example cost, in counts.</summary>
/// <param name="Commands">Round trips to PostgreSQL.</param>
/// <param name="Buffers">8 KB pages that its reading statements touched.</param>
/// <param name="RowsLocked">Rows that its statements locked by FOR UPDATE.</param>
/// <param name="Pages">Pages of PDF that were rendered before the answer.</param>
/// <param name="Bytes">The answer's body as sent, compressed where the lane does so.</param>
public sealed partial record LaneCost(long Commands, long Buffers, long RowsLocked, int Pages, long Bytes)
{
    /// <summary>For people: what is 0 is left out, and no digits that the next run would change.</summary>
    public override string ToString() => string.Join(", ", ((string?[])
    [
        Counted(Commands, "command"),
        Counted(Rounded(Buffers), "buffer"),
        Counted(RowsLocked, "row locked", "rows locked"),
        Counted(Pages, "page rendered", "pages rendered"),
        Counted(Rounded(Bytes), "byte"),
    ]).Where(part => part is not null));

    /// <summary>
    /// Whether a cell that was written earlier still tells this cost: bytes within a quarter (the digits of an id move them), buffers within
    /// a quarter or eight pages (so do a server's version, hint bits, and on which pages the rows lie: two connections load a table side by
    /// side), all else to the last digit.
    /// </summary>
    public bool Agrees(string cell)
    {
        var (mine, theirs) = (Parts(ToString()), Parts(cell));
        return mine.Keys.ToHashSet().SetEquals(theirs.Keys) && mine.All(part => Math.Abs(part.Value - theirs[part.Key]) <= part.Key switch
        {
            "buffer" => Math.Max(8, part.Value / 4),
            "byte" => part.Value / 4,
            _ => 0,
        });
    }

    private static Dictionary<string, long> Parts(string cell) => Part().Matches(cell).ToDictionary(
        part => part.Groups[2].Value, part => long.Parse(part.Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"([\d,]+) (command|buffer|row|page|byte)")]
    private static partial Regex Part();

    private static string? Counted(long count, string one, string? many = null) => count switch
    {
        0 => null,
        1 => $"1 {one}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {many ?? one + "s"}"),
    };

    // Two digits: hint bits, page splits and times in JSON move the third.
    private static long Rounded(long count)
    {
        var unit = (long)Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, count))) - 1));
        return (count + unit / 2) / unit * unit;
    }
}
