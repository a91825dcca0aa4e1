using System.Diagnostics;

namespace PyConDemo.CheckedApi;

/// <summary>Adds the judge's services when the API's host is about to be built, after the API's own services.</summary>
internal sealed class HostListener : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name == "Microsoft.Extensions.Hosting") listener.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> message)
    {
        if (message is { Key: "HostBuilding", Value: IHostBuilder builder })
            builder.ConfigureServices(JudgeServices.Add);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
