using PyConDemo.ApiClient;
using PyConDemo.WebServer;

namespace PyConDemo.CommandLine;

/// <summary>The environment variable <see cref="AllowedHosts.Setting"/>, which all web servers of the demo read.
/// </summary>
public static class AllowedHostsVariable
{
    /// <returns>The further host names; empty if the variable is not set.</returns>
    /// <exception cref="InvalidInputException">A name can't be used.</exception>
    public static IReadOnlyList<string> Read()
    {
        try
        {
            return AllowedHosts.Parse(Environment.GetEnvironmentVariable(AllowedHosts.Setting));
        }
        catch (FormatException e)
        {
            throw new InvalidInputException(e.Message);
        }
    }
}
