using System.CommandLine;
using PyConDemo.Stage.Reporting;

namespace PyConDemo.Stage.CommandLine;

/// <summary>`schema`: what `race --json` writes, as a JSON schema; how race.schema.json is made.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var command = new Command("schema", "Print the JSON schema of race --json.") { Hidden = true };
        command.SetAction(_ => Console.Write(JsonReport.Schema()));
        return command;
    }
}
