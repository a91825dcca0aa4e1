namespace PyConDemo.Stage.Reporting;

/// <summary>Colours lanes by name, as the page's chart does, so that good is green in every race.</summary>
public static class LaneLooks
{
    /// <summary>The look of all lanes that are a next step.</summary>
    public const string Step = "step";

    /// <summary>All looks. A lane that races itself takes the next free one.</summary>
    private static readonly string[] All = [Step, PatternLane.Yours, PatternLane.Good, PatternLane.Bad];

    /// <summary>Returns one look for each lane, in order. No two lanes look the same.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> names)
    {
        var looks = new string?[names.Count];
        foreach (var (i, name) in names.Index())
            if (!looks.Contains(Own(name))) looks[i] = Own(name);

        return [.. looks.Select((look, i) => look ?? (looks[i] = All.First(l => !looks.Contains(l)))!)];
    }

    private static string Own(string name) => All.Contains(name) ? name : Step;
}
