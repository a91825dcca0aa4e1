namespace PyConDemo.Api.Data;

public class Job
{
    public long Id { get; set; }
    public string Status { get; set; } = "pending";
    public string Payload { get; set; } = "";
    public DateTime CreatedAt { get; set; }
    public int Attempts { get; set; }
    public DateTime? LeaseUntil { get; set; }
    public string? ClaimedBy { get; set; }
    public DateTime? FinishedAt { get; set; }
    public string? LastError { get; set; }
}
