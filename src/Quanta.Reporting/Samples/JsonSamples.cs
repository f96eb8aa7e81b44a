using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Quanta.Reporting.Samples;

/// <summary>Samples as JSON lines, for programs.</summary>
public static class JsonSamples
{
    /// <summary>Letters of every script stay readable; what JSON must escape is escaped.</summary>
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line, without its line break: an object with cluster, rank, sample, prediction, document, position, loss_nats (null where it is
    /// not finite), kind (null where it is not known), before, target and after and, where they are known, target_bytes and target_offset.</summary>
    /// <remarks>The texts are in whole characters, so that end to end they are the document's: a character that the target has only a part of stands in the
    /// target. What the target is exactly, target_bytes says in base64: these bytes of the UTF-8 of target, from byte target_offset. An unpaired surrogate in a text becomes U+FFFD.</remarks>
    public static string Line(ClusterSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable)) Write(json, sample);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, ClusterSample sample)
    {
        json.WriteStartObject();
        json.WriteNumber("cluster", sample.Cluster);
        json.WriteNumber("rank", sample.Rank);
        json.WriteNumber("sample", sample.Number);
        json.WriteNumber("prediction", sample.Prediction);
        json.WriteNumber("document", sample.Document);
        json.WriteNumber("position", sample.Position);
        if (float.IsFinite(sample.Loss)) json.WriteNumber("loss_nats", sample.Loss);
        else json.WriteNull("loss_nats");
        json.WriteString("kind", sample.Kind);
        json.WriteString("before", sample.Context.Before);
        json.WriteString("target", sample.Context.TargetText);
        json.WriteString("after", sample.Context.After);
        if (sample.TargetBytes is { } bytes)
        {
            json.WriteBase64String("target_bytes", bytes);
            json.WriteNumber("target_offset", sample.TargetOffset);
        }
        json.WriteEndObject();
    }
}
