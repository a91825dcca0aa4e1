using System.Net;
using System.Net.Sockets;
using PyConDemo.CommandLine;
using PyConDemo.Stage.Racing;
using PyConDemo.Stage.TalkChecks;

namespace PyConDemo.Stage.Tests.TalkChecks;

public class MachineChecksTests
{
    [Theory]
    [InlineData(2.9, false)]
    [InlineData(3.0, true)]
    public void A_disk_needs_room(double gigabytes, bool green)
    {
        var line = MachineChecks.Disk(
            Path.Combine(Path.GetTempPath(), "not", "made", "yet"), _ => (long)(gigabytes * 1e9));
        Assert.Equal(green, line.IsOk);
        Assert.Equal(green, !line.Message.Contains("make room", StringComparison.Ordinal));
    }

    [Fact]
    public void A_port_that_is_taken_is_to_do()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
            Assert.False(CommonChecks.Port(port, "the page").IsOk);
        }

        Assert.True(CommonChecks.Port(port, "the page").IsOk);
    }

    [Fact]
    public void A_replay_of_each_pattern_is_wanted()
    {
        var folder = Directory.CreateTempSubdirectory("pycondemo-replays-");
        try
        {
            foreach (var slug in RaceCatalog.Slugs.Skip(1))
                File.WriteAllText(Path.Combine(folder.FullName, $"20261123-120000-{slug}.json"), "{}");
            var line = MachineChecks.Replays(folder.FullName);
            Assert.False(line.IsOk);
            Assert.StartsWith($"none of {RaceCatalog.Slugs.First()} in ", line.Message, StringComparison.Ordinal);

            File.WriteAllText(Path.Combine(folder.FullName, $"20261123-120000-{RaceCatalog.Slugs.First()}.json"), "{}");
            Assert.True(MachineChecks.Replays(folder.FullName).IsOk);
            Assert.False(MachineChecks.Replays(Path.Combine(folder.FullName, "nowhere")).IsOk);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
