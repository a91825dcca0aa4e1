using PyConDemo.Benchmarks;
using PyConDemo.Benchmarks.HandWritten;

if (args is ["hand-written", ..])
{
    await HandWrittenServer.RunAsync(args[1..]);
    return 0;
}

return await Benchmark.RunAsync(args);
