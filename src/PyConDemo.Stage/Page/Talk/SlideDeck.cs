namespace PyConDemo.Stage.Page.Talk;

/// <summary>The talk's slides, from docs/talk/slides.md. The program contains the file.</summary>
internal static class SlideDeck
{
    public static string Markdown { get; } = Read("talk/slides.md");

    public static IReadOnlyList<Slide> Slides => Parsed.Value;

    // On a very busy machine a match can take too long once. That must not be kept: the next request parses again.
    private static readonly Lazy<IReadOnlyList<Slide>> Parsed = new(
        () => SlideParser.Parse(Markdown), LazyThreadSafetyMode.PublicationOnly);

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(SlideDeck).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
