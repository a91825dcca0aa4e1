using System.Globalization;
using System.Text.RegularExpressions;

namespace PyConDemo.Api.Tests.Support;

/// <summary>The cost of one request to a lane's example, in counts.</summary>
/// <param name="Commands">Round trips to PostgreSQL.</param>
/// <param name="Buffers">8 kB pages that its statements touched.</param>
/// <param name="RowsLocked">Rows that its statements locked by FOR UPDATE.</param>
/// <param name="Pages">Pages of PDF that were rendered before the answer.</param>
/// <param name="Bytes">The response's body as sent, compressed if the lane compresses.</param>
public sealed partial record LaneCost(long Commands, long Buffers, long RowsLocked, int Pages, long Bytes)
{
    /// <summary>
    /// True if a cell of the README's table still agrees with this cost. The cell leaves out zeros. Bytes may differ by
    /// a quarter, because ids have different lengths. Buffers may differ by a quarter or by eight pages, because of
    /// hint bits and the server's version. The rest must be equal.
    /// </summary>
    public bool Agrees(string cell)
    {
        var (mine, theirs) = (Parts(), Parts(cell));
        return mine.Keys.ToHashSet().SetEquals(theirs.Keys)
            && mine.All(part => Math.Abs(part.Value - theirs[part.Key]) <= part.Key switch
            {
                "buffer" => Math.Max(8, part.Value / 4),
                "byte" => part.Value / 4,
                _ => 0,
            });
    }

    private Dictionary<string, double> Parts() => new Dictionary<string, double>
    {
        ["command"] = Commands,
        ["buffer"] = Buffers,
        ["row"] = RowsLocked,
        ["page"] = Pages,
        ["byte"] = Bytes,
    }.Where(part => part.Value > 0).ToDictionary();

    private static Dictionary<string, double> Parts(string cell) => Part().Matches(cell).Select(part =>
    {
        var number = double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture);
        return part.Groups[2].Value switch
        {
            "B" => ("byte", number),
            "kB" => ("byte", number * 1e3),
            "MB" => ("byte", number * 1e6),
            var unit => (unit, number),
        };
    }).ToDictionary();

    [GeneratedRegex(@"([\d,.]+) (command|buffer|row|page|[kM]?B\b)")]
    private static partial Regex Part();
}
