namespace PyConDemo.Stage.Page.Talk;

/// <summary>The talk's slides, from docs/talk/slides.md. The program contains the file.</summary>
internal static class SlideDeck
{
    private const string ResourceName = "talk/slides.md";
    private static readonly Lazy<IReadOnlyList<Slide>> Parsed = new(() => SlideParser.Parse(Markdown));

    public static IReadOnlyList<Slide> Slides => Parsed.Value;

    public static string Markdown
    {
        get
        {
            using var reader = new StreamReader(typeof(SlideDeck).Assembly.GetManifestResourceStream(ResourceName)!);
            return reader.ReadToEnd();
        }
    }
}
