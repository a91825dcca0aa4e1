namespace PyConDemo.Stage.Page.Talk;

/// <summary>The talk. Its Markdown, docs/talk/slides.md, is part of the program: it needs no folder, no network and no API.</summary>
internal static class SlideDeck
{
    private const string Name = "talk/slides.md";
    private static readonly Lazy<IReadOnlyList<Slide>> Parsed = new(() => SlideParser.Parse(Markdown));

    public static IReadOnlyList<Slide> Slides => Parsed.Value;

    public static string Markdown
    {
        get
        {
            using var reader = new StreamReader(typeof(SlideDeck).Assembly.GetManifestResourceStream(Name)!);
            return reader.ReadToEnd();
        }
    }
}
