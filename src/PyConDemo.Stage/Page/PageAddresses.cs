using Microsoft.AspNetCore.Connections;

namespace PyConDemo.Stage.Page;

/// <summary>Says in one line why the page can't be served at an address, and which one to try.</summary>
internal static partial class PageAddresses
{
    private const int UsualPort = 5100;

    /// <param name="urls">One address, or several with semicolons between them.</param>
    /// <exception cref="InvalidInputException">An address is no URL.</exception>
    public static void Check(string urls)
    {
        foreach (var url in urls.Split(';'))
        {
            if (!IsUrl(url)) throw new InvalidInputException($"Can't serve on '{url}': not a URL. {Try(UsualPort)}");
        }
    }

    /// <summary>The reason for which the server did not start.</summary>
    public static string Explain(string urls, Exception error)
    {
        if (error is IOException { InnerException: AddressInUseException }
            && UsedAddress().Match(error.Message) is { Success: true } used)
        {
            return $"Can't serve on {used.Groups[1].Value}: another program uses this port. "
                + Try(int.Parse(used.Groups[2].Value, CultureInfo.InvariantCulture));
        }

        return $"Can't serve on {urls}: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}. {Try(UsualPort)}";
    }

    private static bool IsUrl(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            // The parser takes what it can't read as a port for a part of the name.
            return address.Scheme is "http" or "https" && address.Port is >= 0 and <= ushort.MaxValue
                && (address.IsUnixPipe || address.Host.StartsWith('[') || !address.Host.Contains(':'));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Try(int port)
        => $"Try --urls http://127.0.0.1:{(port < ushort.MaxValue ? port : UsualPort) + 1}";

    [GeneratedRegex(@"(\w+://\S+:(\d+)): ")]
    private static partial Regex UsedAddress();
}
