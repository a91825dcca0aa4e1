namespace PyConDemo.Stage.Page.Talk;

/// <summary>The talk's slides, and an address that a speaker can type.</summary>
internal static class TalkEndpoints
{
    public static void MapTalk(this WebApplication app)
    {
        app.MapGet("/stage/talk", () => SlideDeck.Slides);
        app.MapGet("/talk/{slide:int:min(1)=1}", (int slide) => TypedResults.Redirect($"/#/talk/{slide}"));
    }
}
