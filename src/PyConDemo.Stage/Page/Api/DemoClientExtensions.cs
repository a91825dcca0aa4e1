namespace PyConDemo.Stage.Page.Api;

internal static class DemoClientExtensions
{
    /// <summary>Returns null where the API does not report this: it is older, or not in Development.</summary>
    /// <exception cref="ApiUnreachableException">Nothing answers.</exception>
    public static async Task<T?> TryGetAsync<T>(
        this DemoClient client, string path, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await client.GetAsync<T>(path, cancellationToken);
        }
        catch (UnexpectedAnswerException)
        {
            return null;
        }
    }
}
