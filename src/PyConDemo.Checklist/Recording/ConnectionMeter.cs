using System.Diagnostics.Metrics;

namespace PyConDemo.Checklist.Recording;

/// <summary>Listens to Npgsql's meter: bytes written, bytes read, and waits for a connection of the pool.</summary>
/// <remarks>Npgsql (10.0) calls it in the flow of the code that waits, so the current recorder is the right one. With
/// multiplexing, one loop reads for all commands. Then nothing arrives here, and a command's end tells its times.
/// </remarks>
internal static class ConnectionMeter
{
    private const string Written = "db.client.operation.npgsql.bytes_written";
    private const string Read = "db.client.operation.npgsql.bytes_read";
    private const string Pending = "db.client.connection.npgsql.pending_requests";

    // The message that closes a connection has five bytes and no answer.
    private const int TerminateBytes = 5;

    public static MeterListener Listen()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Meter.Name: "Npgsql", Name: Written or Read or Pending })
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        // Most of a busy program's requests are not measured.
        listener.SetMeasurementEventCallback<long>(static (instrument, bytes, _, _) =>
        {
            if (Recorder.Current.Value is { } recorder)
                FailSafe.Run((recorder, instrument, bytes), static x => OnBytes(x.recorder, x.instrument, x.bytes));
        });
        listener.SetMeasurementEventCallback<int>(static (_, change, _, _) =>
        {
            if (Recorder.Current.Value is { } recorder)
                FailSafe.Run((recorder, change), static x => OnPending(x.recorder, x.change));
        });
        listener.Start();
        return listener;
    }

    private static void OnBytes(Recorder recorder, Instrument instrument, long bytes)
    {
        switch (CommandListener.FindRunning())
        {
            case CommandTrace command when instrument.Name == Read:
                command.AddRead();
                break;
            case null when instrument.Name == Read:
                recorder.Times.AddRead();
                break;
            case null when bytes > TerminateBytes:
                recorder.Times.AddWrite();
                break;
                // A command's time begins before it is written. The bytes that open a connection belong to the opening.
        }
    }

    private static void OnPending(Recorder recorder, int change)
    {
        if (change > 0) recorder.Times.Begin(TimeUse.Connection);
        else recorder.Times.End(TimeUse.Connection);
    }
}
