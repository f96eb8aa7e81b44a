using System.Text.Json;
using System.Text.Json.Serialization;
using Quanta.ToyModels.Parity.Sweeps;
using Quanta.ToyModels.Parity.Training;

namespace Quanta.ToyModels.Parity.Storage;

/// <summary>How parity's records look as JSON: camelCase names, enumerations by name, unknown names refused, NaN as "NaN".</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowTrailingCommas = true,
    ReadCommentHandling = JsonCommentHandling.Skip)]
[JsonSerializable(typeof(ParityOptions))]
[JsonSerializable(typeof(ParitySummary))]
[JsonSerializable(typeof(SweepDefinition))]
internal sealed partial class ParityJson : JsonSerializerContext
{
    /// <summary>Reads a whole file, with the file's name in every complaint.</summary>
    /// <exception cref="InvalidDataException">The file is not JSON, or not of this kind.</exception>
    public static T Read<T>(string path, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), type) ?? throw new InvalidDataException($"{path} must hold a JSON object, but holds null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path} is not a valid {typeof(T).Name} file: {e.Message}", e);
        }
    }
}
