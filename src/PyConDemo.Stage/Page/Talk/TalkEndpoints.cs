namespace PyConDemo.Stage.Page.Talk;

internal static class TalkEndpoints
{
    public static void MapTalk(this WebApplication app)
    {
        app.MapGet("/stage/talk", () => SlideDeck.Slides);

        // A speaker can type this address.
        app.MapGet("/talk/{slide:int:min(1)=1}", (int slide) => TypedResults.Redirect($"/#/talk/{slide}"));
    }
}
