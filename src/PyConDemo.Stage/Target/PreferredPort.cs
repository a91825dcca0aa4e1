namespace PyConDemo.Stage.Target;

/// <summary>The port on which the stage starts an API if no other program has it. The documents' commands name the
/// usual one.</summary>
internal static class PreferredPort
{
    private const string Variable = "PYCONDEMO_API_PORT";

    /// <summary>The environment variable's, or the usual one. 0 stands for any free port.</summary>
    /// <exception cref="InvalidInputException">The variable is not a port.</exception>
    public static int OfApi()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } chosen) return ApiProcess.UsualPort;
        return ushort.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port
            : throw new InvalidInputException($"{Variable} must be a port, from 0 to 65535, and not '{chosen}'.");
    }
}
