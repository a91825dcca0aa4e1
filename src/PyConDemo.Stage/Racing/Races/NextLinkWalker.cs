using System.Text.Json;
using PyConDemo.ApiClient;

namespace PyConDemo.Stage.Racing.Races;

/// <summary>
/// Finds a deep page of a lane whose road nobody knows beforehand: an attendee may page by number, or by a cursor of any format. The lane is
/// asked, before the clock starts, and its own `next` links are followed.
/// </summary>
internal sealed class NextLinkWalker(DemoClient client, PatternLane lane)
{
    /// <summary>Rows per step: the most that a page of orders may have.</summary>
    private const int Stride = 200;

    private readonly string _start = PathQuery.Bare(lane.Path);

    /// <param name="page">From 1.</param>
    /// <param name="size">Rows per page.</param>
    /// <exception cref="RaceRefusedException">The lane's links don't lead there; the message says where they end.</exception>
    public async Task<LaneRequest> ToPageAsync(long page, long size, CancellationToken cancellationToken)
    {
        var (path, row, rowBefore) = (_start, 0L, (page - 1) * size);
        do
        {
            var step = rowBefore == 0 ? size : Math.Min(Stride, rowBefore - row);
            var asked = Get(PathQuery.With(path, "size", $"{step}"));
            var answer = await LaneAnswer.ReadAsync(client, asked, cancellationToken);
            var (rows, next) = (RowsOf(answer), NextOf(answer));
            if (row == 0 && next is not null && PathQuery.Has(next, "page"))
                return Get(PathQuery.With(PathQuery.With(_start, "size", $"{size}"), "page", $"{page}"));
            if (rowBefore == 0) break;
            row += rows;
            if (rows == 0 || rows > step) throw new RaceRefusedException($"{asked.Path} answers {rows:N0} rows, not {step:N0}");
            path = next ?? throw new RaceRefusedException($"the next links of {_start} end after {row:N0} rows, before page {page:N0}");
        }
        while (row < rowBefore);

        return Get(PathQuery.With(path, "size", $"{size}"));
    }

    private LaneRequest Get(string path) => lane.Request with { Path = path };

    /// <summary>The rows are the answer's one list, whatever its name.</summary>
    private static int RowsOf(JsonElement answer) => answer.ValueKind == JsonValueKind.Object
        ? answer.EnumerateObject().Where(f => f.Value.ValueKind == JsonValueKind.Array).Select(f => f.Value.GetArrayLength()).FirstOrDefault() : 0;

    /// <summary>Of the link only its query counts: a copied lane may still link to another one's path.</summary>
    private string? NextOf(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("next", out var link)) return null;
        if (link.ValueKind != JsonValueKind.String || link.GetString() is not { } next) return null;
        return next.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? _start + next[at..]
            : throw new RaceRefusedException($"the next link of {_start} has no query: {next}");
    }
}
