using System.Security.Cryptography;
using System.Text;
using PyConDemo.ApiClient;

namespace PyConDemo.Workshop;

/// <summary>Where the workshop keeps its build, its images and each clone's progress.</summary>
internal static class WorkshopFolder
{
    /// <summary>The environment variable PYCONDEMO_WORKSHOP, or a folder in the user's local data, one for each clone.</summary>
    public static string Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable("PYCONDEMO_WORKSHOP") is { Length: > 0 } chosen) return Path.GetFullPath(chosen);
            var local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            var clone = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ApiProcess.Folder)))[..8];
            return Path.Combine(local.Length > 0 ? local : Path.GetTempPath(), "PyConDemo", "workshop", clone);
        }
    }
}
