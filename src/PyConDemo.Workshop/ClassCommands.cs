using System.CommandLine;
using PyConDemo.CommandLine;
using PyConDemo.Workshop.ClassView;
using Spectre.Console;

namespace PyConDemo.Workshop;

/// <summary>The commands of the class view: a host shows it, and attendees join and leave it.</summary>
internal static class ClassCommands
{
    /// <param name="folder">The folder that keeps the attendee's progress, and the class that was joined.</param>
    public static IEnumerable<Command> Of(string folder) => [Class(), Join(folder), Leave(folder)];

    private static Command Class()
    {
        var port = new Option<int>("--port")
        {
            DefaultValueFactory = _ => ClassServer.DefaultPort,
            Description = "The port that attendees reach from the network.",
        };
        var command = new Command("class", "For hosts: shows the progress of all attendees who join.") { port };
        command.SetAction((line, cancellationToken) => ShowAsync(line.GetValue(port), cancellationToken));
        return command;
    }

    private static Command Join(string folder)
    {
        var address = new Argument<string>("address")
        {
            Description = $"What your host has shown, such as http://192.168.1.20:{ClassServer.DefaultPort}.",
        };
        var name = new Option<string>("--name")
        {
            DefaultValueFactory = _ => Environment.UserName,
            Description = $"Your name in the class view, up to {AttendeeReport.MaxName} characters.",
        };
        var command = new Command("join", "Shows your progress to your host from now on.") { address, name };
        command.SetAction((line, _) => JoinAsync(folder, line.GetValue(address)!, line.GetValue(name)!));
        return command;
    }

    private static Command Leave(string folder)
    {
        var command = new Command("leave", "Sends your progress to nobody any more.");
        command.SetAction(_ =>
        {
            ClassMembership.Leave(folder);
            AnsiConsole.WriteLine("Your progress stays on this computer.");
        });
        return command;
    }

    private static async Task ShowAsync(int port, CancellationToken cancellationToken)
    {
        var roster = new Roster();
        await using var server = await ClassServer.StartAsync(
            roster, port, AllowedHostsVariable.Read(), cancellationToken);
        var commands = server.Addresses.Select(address => $"{WorkshopConsole.Program} join {address}").ToArray();
        var screen = new ClassScreen(AnsiConsole.Console, roster, commands);
        using var resized = TerminalSize.OnChanged(screen.DrawSoon);
        await screen.RunAsync(cancellationToken);
    }

    private static async Task JoinAsync(string folder, string address, string name)
    {
        var membership = ClassMembership.Join(folder, address, name);
        string? failed = null;
        await using (var reporter = new ClassReporter(membership, reason => failed = reason))
            reporter.Send(new AttendeeProgress(folder).Done, exercise: null, refused: null);
        AnsiConsole.WriteLine(failed is null
            ? $"{membership.Address} shows your progress as {membership.Name}."
            : $"{failed} It is sent again at your next check.");
    }
}
