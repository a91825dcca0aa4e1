using PyConDemo.Postgres.Sources;

namespace PyConDemo.Workshop.Servers;

/// <summary>The environment variable <see cref="MirrorAddress.Setting"/>, which the API reads too.</summary>
internal static class MirrorVariable
{
    /// <returns>The default mirror if the variable is not set.</returns>
    /// <exception cref="InvalidInputException">Its value is no mirror.</exception>
    public static Uri Read()
    {
        if (Environment.GetEnvironmentVariable(MirrorAddress.Setting) is not { Length: > 0 } text)
            return new PostgresOptions().Mirror;
        return MirrorAddress.TryParse(text, out var mirror) ? mirror
            : throw new InvalidInputException(MirrorAddress.Rule);
    }
}
