using Quanta.LanguageModels.Devices;

namespace Quanta.LanguageModels.Tests;

/// <summary>Theory data: every device of this machine by name, alone or crossed with something else.</summary>
public static class DeviceCases
{
    public static TheoryData<string> All => new(DeviceRegistry.Available.Select(device => device.Name));

    /// <summary>Every device but the oracle.</summary>
    public static TheoryData<string> Fast => new(DeviceRegistry.Available.SkipLast(1).Select(device => device.Name));

    public static IDevice Oracle => DeviceRegistry.Available[^1];

    /// <summary>Every device with every value.</summary>
    public static TheoryData<string, string> With(params string[] values)
    {
        var data = new TheoryData<string, string>();
        foreach (var device in DeviceRegistry.Available)
            foreach (var value in values) data.Add(device.Name, value);
        return data;
    }
}
