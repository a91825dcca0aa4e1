using System.Diagnostics;

namespace PyConDemo.Checklist.Recording;

/// <summary>One outbound HTTP call on its way.</summary>
internal sealed class OutboundCallTrace(Recorder recorder)
{
    private readonly long _start = recorder.Now;

    public void Stop(Activity activity)
    {
        var host = activity.GetTagItem("server.address") as string ?? "unknown host";
        for (var r = recorder; r is not null; r = r.Outer) r.AddOutboundCall(host, _start);
    }
}
