using PyConDemo.ApiClient;
using PyConDemo.Load;

namespace PyConDemo.Stage.Racing;

/// <summary>One side of a race: its requests, as listed until they are aimed before the clock starts, and its own connections.</summary>
/// <param name="Index">From 0, in the settings' order.</param>
/// <param name="Label">The name, made unique where a lane races itself.</param>
public sealed record RaceLane(int Index, string Name, string Label, LaneRequest Request, LaneRequest WarmUpRequest, RequestSender Sender) : IDisposable
{
    public void Dispose() => Sender.Dispose();
}
