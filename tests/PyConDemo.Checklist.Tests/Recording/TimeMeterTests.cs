using Microsoft.Extensions.Time.Testing;
using PyConDemo.Checklist.Recording;

namespace PyConDemo.Checklist.Tests.Recording;

/// <summary>Each moment counts once, whatever overlaps. The clock is a fake, so the times are exact.</summary>
public sealed class TimeMeterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Recorder _recorder;

    public TimeMeterTests() => _recorder = new(() => "the test", id: null, new(), outer: null, maxShapes: 10, _time);

    private TimeMeter Meter => _recorder.Times;

    [Fact]
    public void Nothing_is_the_program_s_own()
    {
        Pass(5);
        Assert.Equal("own 5 ms", Times());
    }

    [Fact]
    public void Parallel_calls_count_once()
    {
        Meter.Begin(TimeUse.Http);
        Pass(10);
        Meter.Begin(TimeUse.Http);
        Pass(10);
        Meter.End(TimeUse.Http);
        Pass(10);
        Meter.End(TimeUse.Http);
        Assert.Equal("http 30 ms", Times());
    }

    [Fact]
    public void The_database_outweighs_a_call_and_a_call_outweighs_the_body()
    {
        var command = Start();
        Meter.Begin(TimeUse.Http);
        Meter.Begin(TimeUse.Body);
        Pass(10);
        Meter.AddRead(command);
        Stop(command);
        Pass(20);
        Meter.End(TimeUse.Http);
        Pass(40);
        Meter.End(TimeUse.Body);
        Pass(80);
        Assert.Equal("sql 10 ms, body 40 ms, http 20 ms, own 80 ms", Times());
    }

    [Fact]
    public void After_the_last_rows_the_program_works()
    {
        var command = Start();
        Pass(10);
        Meter.AddRead(command);
        Pass(20);
        Meter.AddRead(); // further rows
        Pass(40);
        Stop(command);
        Pass(80);
        Assert.Equal("sql 10 ms, rows 20 ms, own 120 ms", Times());
    }

    [Fact]
    public void While_a_reader_is_open_the_cause_is_unknown()
    {
        var command = Start();
        Meter.AddRead(command);
        Pass(20);
        Assert.Equal("rows 20 ms", Times());
    }

    [Fact]
    public void The_bytes_of_BEGIN_do_not_end_the_wait_for_the_command()
    {
        var command = Start();
        Meter.AddRead(command); // BEGIN has succeeded
        Pass(20);
        Meter.AddRead(command);
        Stop(command);
        Assert.Equal("sql 20 ms", Times());
    }

    [Fact]
    public void A_round_trip_outside_of_commands_is_a_transaction_s()
    {
        Meter.AddWrite();
        Pass(10);
        Meter.AddRead();
        Pass(20);
        Assert.Equal("commit 10 ms, own 20 ms", Times());
    }

    [Fact]
    public void A_notice_is_not_the_end_of_a_round_trip()
    {
        Meter.AddWrite();
        Pass(10);
        Meter.AddRead();
        Pass(20);
        Meter.AddRead();
        Pass(40);
        Stop(Start());
        Assert.Equal("commit 30 ms, own 40 ms", Times());
    }

    [Fact]
    public void A_round_trip_without_an_answer_is_unknown()
    {
        Meter.AddWrite();
        Pass(10);
        Assert.Equal("rows 10 ms", Times());
    }

    [Fact]
    public void A_copy_writes_while_it_runs()
    {
        var copy = new CommandTrace(_recorder, isCopy: true);
        Meter.AddRead(copy);
        Pass(10);
        Meter.AddWrite();
        Pass(20);
        Meter.AddWrite();
        Meter.EndCommand(copy, TimeSpan.Zero);
        Pass(40);
        Assert.Equal("rows 30 ms, own 40 ms", Times());
    }

    [Fact]
    public void A_command_whose_bytes_were_not_seen_has_only_its_first_response()
    {
        var command = Start();
        Pass(100);
        Meter.EndCommand(command, reading: TimeSpan.FromMilliseconds(30));
        Assert.Equal("sql 70 ms, rows 30 ms", Times());
    }

    [Fact]
    public void Two_readers_at_once_are_certain_only_at_the_end_of_both()
    {
        var (one, two) = (Start(), Start());
        Meter.AddRead(one);
        Meter.AddRead(two);
        Pass(10);
        Stop(one);
        Meter.AddRead(); // it was the second one's
        Pass(20);
        Stop(two);
        Assert.Equal("rows 10 ms, own 20 ms", Times());
    }

    [Fact]
    public void An_outer_measurement_has_the_same_times()
    {
        var inner = new Recorder(() => "the inner one", id: null, new(), _recorder, maxShapes: 10, _time);
        var command = new CommandTrace(inner, isCopy: false);
        Pass(10);
        command.AddRead();
        inner.Times.AddWrite();
        Pass(20);
        inner.Times.AddRead();
        inner.Times.Begin(TimeUse.Http);
        Pass(40);
        inner.Times.End(TimeUse.Http);
        Assert.Equal(Times(), inner.Times.Until(_time.GetTimestamp()).ToString());
        Assert.Equal("sql 10 ms, commit 20 ms, http 40 ms", Times());
    }

    private CommandTrace Start() => new(_recorder, isCopy: false);

    private void Stop(CommandTrace command) => Meter.EndCommand(command, TimeSpan.Zero);

    private void Pass(int ms) => _time.Advance(TimeSpan.FromMilliseconds(ms));

    private string Times() => Meter.Until(_time.GetTimestamp()).ToString();
}
