using System.CommandLine;
using PyConDemo.Stage.Reporting;

namespace PyConDemo.Stage.CommandLine;

/// <summary>`schema race`: what `race --json` writes, as a JSON schema; how race.schema.json and growth.schema.json are made.</summary>
internal static class SchemaCommand
{
    public static Command Create()
    {
        var report = new Argument<string>("report") { Description = "Of: race, growth." }.AcceptOnlyFromAmong([.. JsonReport.Schemas.Keys]);
        var command = new Command("schema", "Print the JSON schema of a report.") { report };
        command.Hidden = true;
        command.SetAction(line => Console.Write(JsonReport.Schemas[line.GetValue(report)!]));
        return command;
    }
}
