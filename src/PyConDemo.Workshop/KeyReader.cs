using System.Threading.Channels;

namespace PyConDemo.Workshop;

/// <summary>Reads the keys of the terminal.</summary>
internal static class KeyReader
{
    /// <summary>Returns each pressed key at once, without Enter.</summary>
    public static IAsyncEnumerable<char> ReadAsync(CancellationToken cancellationToken)
    {
        var keys = Channel.CreateUnbounded<char>();
        // The read blocks, so it uses no CPU time, and the terminal shows no key. It cannot be cancelled: the thread
        // ends with the program.
        new Thread(() => Read(keys.Writer)) { IsBackground = true, Name = "keys" }.Start();
        return keys.Reader.ReadAllAsync(cancellationToken);
    }

    private static void Read(ChannelWriter<char> keys)
    {
        try
        {
            while (true) keys.TryWrite(Console.ReadKey(intercept: true).KeyChar);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            keys.Complete(); // the terminal was closed; the files are still watched
        }
    }
}
