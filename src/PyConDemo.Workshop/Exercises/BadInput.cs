using System.Net;
using PyConDemo.Workshop.Grading;

namespace PyConDemo.Workshop.Exercises;

/// <summary>A faster route still says no to what makes no sense.</summary>
internal static class BadInput
{
    /// <exception cref="RefusalException">One of them is answered by anything but 400.</exception>
    public static async Task EnsureRefusedAsync(GradedApi api, IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        foreach (var path in paths)
        {
            var status = (await api.YoursAsync(path, cancellationToken)).Status;
            if (status != HttpStatusCode.BadRequest)
                throw new RefusalException("bad-input", $"{path} makes no sense, and bad says so with a 400; yours answers {(int)status}. Keep the [Range] of the parameters.");
        }
    }
}
